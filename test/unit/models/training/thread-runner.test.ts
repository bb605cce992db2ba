import { expect, test } from 'vitest';
import { threadRunner } from '../../../../models/training/thread-runner.js';
import { builtInEventTypes } from '../../../../shared/domain/event.js';
import type { TrainingRequest } from '../../../../shared/ports/training-runner.js';
import { RecordedProgress } from '../../../support/recorded-progress.js';

const settings = {
  dataDir: '.',
  eventTypes: builtInEventTypes,
  maxEvents: 1_000,
  timeLimitMs: 1_000,
};
const request: TrainingRequest = { seed: 5, models: [], serving: new Map() };

/** A thread that runs these words. */
const run = (
  words: string,
  signal = new AbortController().signal,
  progress = new RecordedProgress(),
) => {
  const source = `import { parentPort, workerData } from 'node:worker_threads';\n${words}`;
  const script = new URL(`data:text/javascript,${encodeURIComponent(source)}`);
  return threadRunner({ script, settings, maxHeapMb: 32, stopWithinMs: 50 }).train(
    ...([request, progress, signal] as const),
  );
};

test('relays progress and resolves with the outcome, given the settings and the request', async () => {
  const progress = new RecordedProgress();
  const outcome = await run(
    `parentPort.postMessage({ kind: 'progress', stage: 'Reading', done: 1, total: 2 });
     const { settings, request } = workerData;
     const declined = { gru: settings.eventTypes.size + ' types, seed ' + request.seed };
     parentPort.postMessage({ kind: 'outcome', outcome: { declined } });`,
    undefined,
    progress,
  );
  expect(outcome).toEqual({ declined: { gru: `${builtInEventTypes.size} types, seed 5` } });
  expect(progress.reports).toEqual([{ stage: 'Reading', done: 1, total: 2 }]);
});

test.each([
  ["parentPort.postMessage({ kind: 'failure', reason: 'the loss is NaN' })", 'the loss is NaN'],
  ["throw new Error('on its own feet')", 'the training thread died: on its own feet'],
  ['process.exit(3)', 'the training thread ended without a word'],
  ['const all = []; for (;;) all.push(new Array(1e5).fill({}))', 'memory limit'],
])('rejects where the thread ends otherwise: %s', async (words, reason) => {
  await expect(run(words)).rejects.toThrow(reason);
});

test.each([
  ['listens', "parentPort.on('message', () => process.exit())"],
  ['waits for ever', "parentPort.on('message', () => {})"],
  ['is busy for ever', 'for (;;);'],
])('a thread that %s is ended once the run is cancelled', async (_, words) => {
  const controller = new AbortController();
  const progress = new RecordedProgress(() => controller.abort(new Error('cancelled')));
  const begun = "parentPort.postMessage({ kind: 'progress', stage: 'Begun', done: 0 });";
  await expect(run(begun + words, controller.signal, progress)).rejects.toThrow('cancelled');
});

test('a run that is cancelled before it begins starts no thread', async () => {
  const cancelled = AbortSignal.abort(new Error('cancelled'));
  await expect(run('process.exit()', cancelled)).rejects.toThrow('cancelled');
});
