import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { threadModelHost } from '../../models/recommenders/serving/thread-model-host.js';
import { fileArtifactStore } from '../../shared/adapters/files/artifact-store.js';
import type { LearnedQuery } from '../../shared/ports/learned-model.js';
import type {
  LoadDependencies,
  LoadedVersion,
} from '../../shared/use-cases/models/loaded-version.js';
import { makeManageModels } from '../../shared/use-cases/models/manage-models.js';
import type { ModelRegistry } from '../../shared/use-cases/models/model-registry.js';
import { makeServeModels } from '../../shared/use-cases/models/serve-models.js';
import { InProcessThread } from './in-process-thread.js';
import { registryOn, shelfCandidate } from './model-versions.js';
import { RecordedTelemetry } from './recorded-telemetry.js';
import { shelfTrainer } from './shelf-trainer.js';

export const shelfQuery: LearnedQuery = { history: [], now: 0, count: 1 };

/** The first item that a version of one shelf names. */
export const answerOf = async ({ hosted }: LoadedVersion) =>
  (await hosted.models.get('ease')?.rank(shelfQuery))?.itemIds[0];

/** A registry in a temporary folder and what serves of it, with a clock and pauses that the test moves. */
export async function openServing() {
  const folder = await mkdtemp(join(tmpdir(), 'serving-'));
  const registry = registryOn(fileArtifactStore(folder));
  const telemetry = new RecordedTelemetry();
  const swapped: LoadedVersion[] = [];
  const letGo: string[] = [];
  const pauses: { readonly durationMs: number; end(): void }[] = [];
  const time = { now: 1_000_000 };
  const clock = () => time.now;
  const pause = (durationMs: number, signal?: AbortSignal) =>
    new Promise<void>((resolve) => {
      pauses.push({ durationMs, end: resolve });
      signal?.addEventListener('abort', () => resolve());
    });
  const host = threadModelHost({
    start: () => new InProcessThread([shelfTrainer], clock),
    ...{ deadlineMs: 1_000, maxWaiting: 10, silenceMs: 10_000, clock, telemetry, pause },
    warmUp: () => shelfQuery,
  });

  /** As a process that has just started has it. */
  function start(
    options: { readonly swap?: LoadDependencies['swap']; readonly registry?: ModelRegistry } = {},
  ) {
    const swap = (loaded: LoadedVersion) => {
      swapped.push(loaded);
      return async () => {
        letGo.push(loaded.manifest.version);
      };
    };
    const parts = { registry, host, clock, telemetry, pause, swap, ...options };
    const serving = makeServeModels(parts);
    return { serving, manage: makeManageModels({ registry, serveModels: serving, clock }) };
  }

  return {
    ...{ folder, registry, telemetry, swapped, letGo, pauses, time, start },
    async publish(itemId: string): Promise<string> {
      const parent = (await registry.serving())?.value;
      return (await registry.publish(shelfCandidate([itemId], { parent }))).version;
    },
    damage: (version: string) =>
      writeFile(join(folder, 'files', version, 'ease', 'shelf.json'), '["x"]'),
    /** As a later release of the product would leave it. */
    damageManifest: (version: string) =>
      writeFile(join(folder, 'manifests', `${version}.json`), '{"formatVersion": 99}'),
    newest(): LoadedVersion {
      const last = swapped.at(-1);
      if (!last) throw new Error('expected a version to have been swapped in');
      return last;
    },
    close: () => rm(folder, { recursive: true }),
  };
}
