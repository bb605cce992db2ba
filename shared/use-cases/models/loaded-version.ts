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
  /**
   * Makes a version the one that answers, in one step; gives what is to be called before that version is closed. What it
   * throws counts as a version that cannot be loaded.
   */
  readonly swap: (loaded: LoadedVersion) => () => Promise<void>;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** Settles after so many milliseconds, or when aborted. */
  readonly pause: (durationMs: number, signal: AbortSignal) => Promise<void>;
}

/** Longer than any answer takes: who began with the version before ends with it. */
const farewellMs = 2_000;

interface Serving extends LoadedVersion {
  readonly close: () => Promise<void>;
}

/**
 * The version that answers in this process; the one before it stays until all who began with it are done, and the next
 * waits for that: there are never more than two, so that quick swaps take no more memory than slow ones.
 */
export class ServedVersion {
  readonly #dependencies: LoadDependencies;
  readonly #closing: AbortSignal;
  #loaded: Serving | undefined;
  #farewell: Promise<void> | undefined;
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
    await this.#farewell;
    const { registry, host, clock, telemetry } = this.#dependencies;
    const manifest = await registry.manifest(version);
    const hosted = await host.load(async () => (await registry.load(version)).models);
    const next = await this.#swap({ manifest, hosted, loadedAt: clock() });
    this.#farewell = this.#loaded && this.#sayFarewell(this.#loaded);
    this.#previousLoadedAt = this.#loaded?.loadedAt;
    this.#loaded = next;
    telemetry.event('models swapped', { version });
  }

  async close(): Promise<void> {
    await Promise.all([this.#farewell, this.#loaded?.close()]);
  }

  async #swap(loaded: LoadedVersion): Promise<Serving> {
    const { hosted } = loaded;
    try {
      this.#closing.throwIfAborted();
      const letGo = this.#dependencies.swap(loaded);
      return { ...loaded, close: async () => void (await Promise.all([letGo(), hosted.close()])) };
    } catch (error) {
      await hosted.close();
      throw error;
    }
  }

  async #sayFarewell(before: Serving): Promise<void> {
    await this.#dependencies.pause(farewellMs, this.#closing);
    try {
      await before.close();
    } catch (error) {
      const { version } = before.manifest;
      this.#dependencies.telemetry.exception(error, { during: 'closing models', version });
    }
  }
}
