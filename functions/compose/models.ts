import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { CountingModels } from '../../models/recommenders/counting-models.js';
import { createEnsemble } from '../../models/recommenders/ensemble/ensemble.js';
import { threadModelHost } from '../../models/recommenders/serving/thread-model-host.js';
import { sha256 } from '../../shared/adapters/files/sha256.js';
import { decodeManifest, encodeManifest } from '../../shared/contracts/manifest.js';
import type { ArtifactStore } from '../../shared/ports/artifact-store.js';
import type { LearnedQuery } from '../../shared/ports/learned-model.js';
import type { HostedModels } from '../../shared/ports/model-host.js';
import type { CurrentEnsemble } from '../../shared/ports/recommender.js';
import type { LoadedVersion } from '../../shared/use-cases/models/loaded-version.js';
import {
  type ManageModels,
  makeManageModels,
} from '../../shared/use-cases/models/manage-models.js';
import {
  type ModelRegistry,
  makeModelRegistry,
} from '../../shared/use-cases/models/model-registry.js';
import { makeReportDegraded } from '../../shared/use-cases/models/report-degraded.js';
import { makeServeModels, type ServeModels } from '../../shared/use-cases/models/serve-models.js';
import type { Runtime } from './runtime.js';

interface ServedModels {
  readonly version: string;
  readonly models: HostedModels['models'];
}

export interface Models {
  readonly registry: ModelRegistry;
  readonly serveModels: ServeModels;
  readonly manageModels: ManageModels;
  /** The learned models that answer in this process, and their version; undefined before the first. */
  readonly served: () => ServedModels | undefined;
  /** What answers now: the counting models alone until a version has been loaded. */
  readonly ensemble: CurrentEnsemble;
}

const hostLimits = { maxWaiting: 512, silenceMs: 10_000 };

const pause = (durationMs: number, signal?: AbortSignal): Promise<void> =>
  setTimeout(durationMs, undefined, { ref: false, ...(signal && { signal }) }).catch(
    () => undefined,
  );

/** Versions of learned models and what serves of them. `threadScript`: the compiled `inference-thread`. */
export function composeModels(
  parts: {
    readonly artifacts: ArtifactStore;
    readonly counting: CountingModels;
    readonly runtime: Runtime;
    /** An answer waits no longer for a model, and does without it then. */
    readonly deadlineMs: number;
  },
  threadScript: URL,
): Models {
  const { counting, runtime, deadlineMs, artifacts } = parts;
  const { clock, telemetry } = runtime;
  const registry = makeModelRegistry({
    ...runtime,
    artifacts,
    codec: { encode: encodeManifest, decode: decodeManifest },
    digest: sha256,
  });
  const onDegraded = makeReportDegraded(telemetry, clock);
  const host = threadModelHost({
    ...{ ...hostLimits, deadlineMs, clock, telemetry, pause },
    start: () => new Worker(threadScript),
    warmUp: () => popularVisit(counting, clock()),
  });
  let served: ServedModels | undefined;
  let ensemble = { ...createEnsemble(counting, undefined), version: 'counting' };
  const swap = ({ manifest: { version }, hosted }: LoadedVersion) => {
    const learned = { version, models: hosted.models, mixers: hosted.mixers };
    const next = { ...createEnsemble(counting, learned, onDegraded), version };
    ensemble = next;
    served = learned;
    return () => next.close();
  };
  const serveModels = makeServeModels({ registry, host, swap, clock, telemetry, pause });
  const manageModels = makeManageModels({ registry, serveModels, clock });
  return {
    ...{ registry, serveModels, manageModels },
    ...{ served: () => served, ensemble: () => ensemble },
  };
}

/** Somebody who looked at what most do: a question that every model can answer. */
function popularVisit({ lists }: CountingModels, now: number): LearnedQuery {
  const popular = lists.popular({ count: 5, now, accept: () => true });
  const itemIds = popular.map(({ itemId }) => itemId);
  const history = itemIds.map((itemId) => ({ itemId, kind: 'view' as const, ts: now }));
  return { history, now, count: 50, among: itemIds };
}
