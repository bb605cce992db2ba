import type { Manifest } from '../../domain/model-version.js';
import type { HostedModels, ModelHost } from '../../ports/model-host.js';
import type { Clock, Telemetry } from '../../ports/runtime.js';
import type { ModelRegistry } from './model-registry.js';

/** A version in this process. */
export interface LoadedVersion {
  readonly manifest: Manifest;
  readonly hosted: HostedModels;
  readonly loadedAt: number;
}

export interface LoadDependencies {
  readonly registry: ModelRegistry;
  readonly host: ModelHost;
  /** Makes a version the one that answers, in one step. What it throws counts as a version that cannot be loaded. */
  readonly swap: (loaded: LoadedVersion) => void;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** Settles after so many milliseconds, or when aborted. */
  readonly pause: (durationMs: number, signal: AbortSignal) => Promise<void>;
}

/** Longer than any answer takes: who began with the version before ends with it. */
const farewellMs = 10_000;

/** The version that answers in this process; the one before it stays until all who began with it are done. */
export class ServedVersion {
  readonly #dependencies: LoadDependencies;
  readonly #closing: AbortSignal;
  #loaded: LoadedVersion | undefined;
  #previousLoadedAt: number | undefined;

  constructor(dependencies: LoadDependencies, closing: AbortSignal) {
    this.#dependencies = dependencies;
    this.#closing = closing;
  }

  get loaded(): LoadedVersion | undefined {
    return this.#loaded;
  }

  /** When the version before was loaded. */
  get previousLoadedAt(): number | undefined {
    return this.#previousLoadedAt;
  }

  /** Loads a version beside the one that answers, then swaps them. After a failure all is as it was. */
  async load(version: string): Promise<void> {
    const { registry, host, clock, telemetry, swap } = this.#dependencies;
    const manifest = await registry.manifest(version);
    const hosted = await host.load(async () => (await registry.load(version)).models);
    const next = { manifest, hosted, loadedAt: clock() };
    try {
      this.#closing.throwIfAborted();
      swap(next);
    } catch (error) {
      await hosted.close();
      throw error;
    }
    void this.#sayFarewell(this.#loaded);
    this.#previousLoadedAt = this.#loaded?.loadedAt;
    this.#loaded = next;
    telemetry.event('models swapped', { version });
  }

  async close(): Promise<void> {
    await this.#loaded?.hosted.close();
  }

  async #sayFarewell(before: LoadedVersion | undefined): Promise<void> {
    if (!before) return;
    await this.#dependencies.pause(farewellMs, this.#closing);
    await before.hosted.close();
  }
}
