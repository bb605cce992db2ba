import type { PointerValue } from '../../ports/artifact-store.js';
import type { ModelHealth } from '../../ports/model-host.js';
import { LoadFailure, type LoadProblem } from './load-failure.js';
import { type LoadDependencies, type LoadedVersion, ServedVersion } from './loaded-version.js';

export interface Reload {
  readonly isReloaded: boolean;
  /** Why so, in words. */
  readonly reason: string;
}

/** What this process serves, and what keeps it from serving something else. */
export interface ServingStatus {
  readonly loaded?: LoadedVersion;
  readonly health: readonly ModelHealth[];
  readonly previousLoadedAt?: number;
  /** What keeps the version that is to serve from it. */
  readonly problem?: LoadProblem;
}

export interface ServeModels {
  /**
   * Looks at which version is to serve, and loads it beside the one that does if that is another. One look at a time;
   * who asks meanwhile shares it. What could not be loaded is tried again after a while, or at once when `isForced`.
   */
  check(isForced?: boolean): Promise<Reload>;
  /** Looks again and again until `close`. */
  watch(): Promise<void>;
  status(): ServingStatus;
  close(): Promise<void>;
}

const lookEveryMs = 5_000;

/** Follows the registry's pointer in this process. */
export function makeServeModels(dependencies: LoadDependencies): ServeModels {
  const { telemetry, pause } = dependencies;
  const closing = new AbortController();
  const served = new ServedVersion(dependencies, closing.signal);
  const failure = new LoadFailure();
  const look = makeLook(dependencies, { served, failure, closing: closing.signal });
  let looking: Promise<Reload> | undefined;

  async function check(isForced = false): Promise<Reload> {
    // A look under way may have been content to wait, or have begun before the pointer was moved.
    if (isForced) await looking?.catch(() => undefined);
    looking ??= look(isForced).finally(() => {
      looking = undefined;
    });
    return looking;
  }

  return {
    check,
    async watch() {
      while (!closing.signal.aborted) {
        await check().catch((error: unknown) => telemetry.exception(error));
        await pause(lookEveryMs, closing.signal);
      }
    },
    status() {
      const { loaded, previousLoadedAt } = served;
      const { problem } = failure;
      return {
        ...(loaded && { loaded }),
        health: loaded?.hosted.health() ?? [],
        ...(previousLoadedAt !== undefined && { previousLoadedAt }),
        ...(problem && { problem }),
      };
    },
    async close() {
      closing.abort();
      await looking?.catch(() => undefined);
      await served.close();
    },
  };
}

interface Looking {
  readonly served: ServedVersion;
  readonly failure: LoadFailure;
  readonly closing: AbortSignal;
}

function makeLook(
  { registry, clock, telemetry }: LoadDependencies,
  { served, failure, closing }: Looking,
): (isForced: boolean) => Promise<Reload> {
  async function bring(wanted: PointerValue): Promise<Reload> {
    try {
      await served.load(wanted.value);
      failure.clear();
      return { isReloaded: true, reason: `version ${wanted.value} was loaded` };
    } catch (error) {
      if (closing.aborted) return stays('this process ends');
      telemetry.exception(error, { during: 'loading models', version: wanted.value });
      const { message } = failure.note(wanted, error, clock());
      if (!served.loaded) await fallBack(wanted.value);
      return stays(message);
    }
  }

  /** A process that has nothing takes the newest published version that can be had. */
  async function fallBack(unusable: string): Promise<void> {
    for (const one of await registry.list()) {
      const isPublished = 'manifest' in one && one.manifest.verdict.isPublished;
      if (!isPublished || one.version === unusable) continue;
      try {
        return await served.load(one.version);
      } catch (error) {
        telemetry.exception(error, { during: 'loading models', version: one.version });
      }
    }
  }

  return async (isForced) => {
    const wanted = await registry.serving();
    if (!wanted) return stays('no version has been published yet');
    if (wanted.value === served.loaded?.manifest.version) {
      failure.clear();
      return stays(`version ${wanted.value} is loaded already`);
    }
    const lasting = isForced ? undefined : failure.lasting(wanted, clock());
    return lasting ? stays(lasting.message) : bring(wanted);
  };
}

const stays = (reason: string): Reload => ({ isReloaded: false, reason });
