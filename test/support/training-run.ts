import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStore } from '../../shared/adapters/embedded/open-store.js';
import { fileArtifactStore } from '../../shared/adapters/files/artifact-store.js';
import { sha256 } from '../../shared/adapters/files/sha256.js';
import { decodeManifest, encodeManifest } from '../../shared/contracts/manifest.js';
import { AppError } from '../../shared/domain/errors.js';
import type { ArtifactStore } from '../../shared/ports/artifact-store.js';
import type { Progress } from '../../shared/ports/runtime.js';
import type {
  TrainingOutcome,
  TrainingRequest,
  TrainingRunner,
} from '../../shared/ports/training-runner.js';
import { makeModelRegistry } from '../../shared/use-cases/models/model-registry.js';
import { makeRetrain, type RetrainDependencies } from '../../shared/use-cases/retrain/retrain.js';
import { RecordedProgress } from './recorded-progress.js';
import { RecordedTelemetry } from './recorded-telemetry.js';

/** A run that a test holds in its hands: it goes on, ends or fails when told. */
interface HeldRun {
  readonly request: TrainingRequest;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  finish(outcome?: Partial<TrainingOutcome>): void;
  fail(error: Error): void;
}

function heldRunner() {
  const begun: HeldRun[] = [];
  const waiting: ((run: HeldRun) => void)[] = [];
  const runner: TrainingRunner = {
    train: (request, progress, signal) =>
      new Promise((resolve, fail) => {
        const finish = (outcome: Partial<TrainingOutcome> = {}) =>
          resolve({ ...usualOutcome, ...outcome });
        const run = { request, progress, signal, finish, fail };
        if (signal.aborted) fail(signal.reason);
        signal.addEventListener('abort', () => fail(signal.reason));
        begun.push(run);
        waiting.shift()?.(run);
      }),
  };
  /** The run of that number, once it has begun. */
  const run = async (number: number): Promise<HeldRun> => {
    while (begun[number] === undefined) {
      await new Promise<HeldRun>((resolve) => waiting.push(resolve));
    }
    return begun[number];
  };
  return { runner, run, begun };
}

const usualOutcome: TrainingOutcome = {
  data: { from: 0, to: 9, events: 90, shoppers: 9, items: 5, cursor: 'none' },
  models: [
    {
      ...{ name: 'hybrid', parameters: { rank: 8 }, figures: { loss: 1 } },
      metrics: { 'ndcg@20': { mean: 0.3, low: 0.2, high: 0.4 } },
      files: new Map([['factors.bin', Uint8Array.of(1, 2, 3)]]),
    },
  ],
  verdict: { isPublished: true, reason: 'not worse' },
  declined: { ease: 'too many items' },
};

/** A shop's store, registry and training in a temporary folder; several instances may share it. */
export function trainingHouse() {
  const folder = mkdtempSync(join(tmpdir(), 'retrain-'));
  let now = 1_700_000_000_000;
  let ids = 0;
  const clock = () => now;
  const store = openEmbeddedStore(folder, clock);
  const telemetry = new RecordedTelemetry();
  const disk = { isFull: false };
  const newId = () => `t${String(ids++).padStart(3, '0')}`;
  const registry = makeModelRegistry({
    artifacts: breakable(fileArtifactStore(join(folder, 'models')), disk),
    codec: { encode: encodeManifest, decode: decodeManifest },
    ...{ digest: sha256, clock, newId, telemetry },
  });
  const { runner, run, begun } = heldRunner();
  const instance = (options: Partial<RetrainDependencies> = {}) =>
    makeRetrain({
      ...{ ...store, registry, runner, telemetry, clock, newId, progress: new RecordedProgress() },
      ...{ models: ['hybrid'], leaseMs: 3_000, watchEveryMs: 5, ...options },
    });
  return {
    ...{ store, registry, telemetry, run, begun, instance, disk, folder },
    pass(milliseconds: number) {
      now += milliseconds;
    },
    damage: () => new AppError('conflict', 'a file is not what was written'),
    happen: (id: string) =>
      store.events.append([{ id, userId: 'ann', itemId: 'mug', type: 'view', ts: 1 }]),
    cursor: async () => (await store.changes.after(undefined, 1_000)).cursor,
    close() {
      store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function breakable(artifacts: ArtifactStore, disk: { isFull: boolean }): ArtifactStore {
  return {
    ...artifacts,
    async write(path, content) {
      if (disk.isFull) throw new AppError('unavailable', 'the disk is full');
      await artifacts.write(path, content);
    },
  };
}
