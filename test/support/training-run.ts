import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStore } from '../../shared/adapters/embedded/open-store.js';
import { openEmbeddedTasks } from '../../shared/adapters/embedded/tasks/open-tasks.js';
import { fileArtifactStore } from '../../shared/adapters/files/artifact-store.js';
import { sha256 } from '../../shared/adapters/files/sha256.js';
import { decodeManifest, encodeManifest } from '../../shared/contracts/manifest.js';
import { AppError } from '../../shared/domain/errors.js';
import type { Task } from '../../shared/domain/tasks/task.js';
import type { ArtifactStore } from '../../shared/ports/artifact-store.js';
import type { Progress } from '../../shared/ports/runtime.js';
import type {
  TrainingOutcome,
  TrainingRequest,
  TrainingRunner,
} from '../../shared/ports/training-runner.js';
import { makeModelRegistry } from '../../shared/use-cases/models/model-registry.js';
import { makeRetrain } from '../../shared/use-cases/retrain/retrain.js';
import {
  makeRetrainJob,
  type RetrainJobDependencies,
} from '../../shared/use-cases/retrain/retrain-job.js';
import { makeManageTasks } from '../../shared/use-cases/tasks/manage-tasks.js';
import { makeRunTask } from '../../shared/use-cases/tasks/run-task.js';
import { TaskWatcher } from '../../shared/use-cases/tasks/watch-tasks.js';
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

/** Of a training in a test. */
const limits = {
  ...{ queueMs: 60_000, runMs: 60_000, totalMs: 120_000, keepMs: 600_000 },
  ...{ leaseMs: 3_000, resendMs: 1_000, maxAttempts: 2 },
};

/** A shop's store, tasks, registry and training in a temporary folder; several instances may share it. */
export function trainingHouse() {
  const folder = mkdtempSync(join(tmpdir(), 'retrain-'));
  let now = 1_700_000_000_000;
  let ids = 0;
  const clock = () => now;
  const store = openEmbeddedStore(folder);
  const telemetry = new RecordedTelemetry();
  const { tasks, queue, close } = openEmbeddedTasks(folder, {
    report: (error) => telemetry.exception(error),
  });
  const disk = { isFull: false };
  const newId = () => `t${String(ids++).padStart(3, '0')}`;
  const registry = makeModelRegistry({
    artifacts: breakable(fileArtifactStore(join(folder, 'models')), disk),
    codec: { encode: encodeManifest, decode: decodeManifest },
    ...{ digest: sha256, clock, newId, telemetry },
  });
  const { runner, run, begun } = heldRunner();
  const runtime = { clock, newId, telemetry };

  /** What one process has of it; `watchEveryMs`: how soon it hears of a wish that came to another. */
  function instance(options: Partial<RetrainJobDependencies> & { watchEveryMs?: number } = {}) {
    const watchTasks = new TaskWatcher({ tasks, telemetry, everyMs: options.watchEveryMs ?? 5 });
    const parts = {
      ...runtime,
      tasks,
      watchTasks,
      limits: { recommendations: limits, jobs: limits },
    };
    const manageTasks = makeManageTasks({ ...parts, queue, maxPending: 10 });
    const { changes } = store;
    const progress = new RecordedProgress();
    const training = {
      registry,
      changes,
      runner,
      telemetry,
      progress,
      models: ['hybrid'] as const,
    };
    const job = makeRetrainJob({ ...training, ...options });
    const runTask = makeRunTask({ ...parts, jobs: { retrain: job }, holder: newId() });
    const closing = new AbortController();
    return {
      ...{ progress, manageTasks, retrain: makeRetrain({ manageTasks, registry, changes }) },
      /** Does what the task's message asks for; settles with what becomes of the message. */
      work: ({ id }: Task) => runTask(id, closing.signal),
      close() {
        closing.abort();
        watchTasks.close();
      },
    };
  }
  return {
    ...{ store, tasks, registry, telemetry, run, begun, instance, disk, folder },
    pass(milliseconds: number) {
      now += milliseconds;
    },
    damage: () => new AppError('conflict', 'a file is not what was written'),
    happen: (id: string) =>
      store.events.append([{ id, userId: 'ann', itemId: 'mug', type: 'view', ts: 1 }]),
    cursor: async () => (await store.changes.after(undefined, 1_000)).cursor,
    async close() {
      store.close();
      await close();
      rmSync(folder, { recursive: true });
    },
  };
}

export type TrainingInstance = ReturnType<ReturnType<typeof trainingHouse>['instance']>;

function breakable(artifacts: ArtifactStore, disk: { isFull: boolean }): ArtifactStore {
  return {
    ...artifacts,
    async write(path, content) {
      if (disk.isFull) throw new AppError('unavailable', 'the disk is full');
      await artifacts.write(path, content);
    },
  };
}
