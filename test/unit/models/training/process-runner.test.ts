import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { processRunner } from '../../../../models/training/process-runner.js';
import { builtInEventTypes } from '../../../../shared/domain/event.js';
import type { TrainingRequest } from '../../../../shared/ports/training-runner.js';
import { RecordedProgress } from '../../../support/recorded-progress.js';

const settings = {
  shop: { dataDir: '.', cosmos: undefined, blobs: undefined },
  eventTypes: builtInEventTypes,
  maxEvents: 1_000,
  timeLimitMs: 1_000,
};
const request: TrainingRequest = {
  seed: 5,
  models: [],
  serving: new Map(),
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tastemaker-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A process that runs these words. */
function run(
  words: string,
  signal = new AbortController().signal,
  progress = new RecordedProgress(),
) {
  const file = join(folder, 'process.mjs');
  writeFileSync(file, `const tell = (message) => process.send(message);\n${words}`);
  const script = pathToFileURL(file);
  const runner = processRunner({ script, settings, maxHeapMb: 32, stopWithinMs: 50 });
  return runner.train(request, progress, signal);
}

test('relays progress and resolves with the outcome, given the settings and the request', async () => {
  const progress = new RecordedProgress();
  const outcome = await run(
    `process.once('message', ({ settings, request }) => {
       tell({ kind: 'progress', stage: 'Reading', done: 1, total: 2 });
       const declined = { gru: settings.eventTypes.size + ' types, seed ' + request.seed };
       tell({ kind: 'outcome', outcome: { declined } });
     });`,
    undefined,
    progress,
  );
  expect(outcome).toEqual({ declined: { gru: `${builtInEventTypes.size} types, seed 5` } });
  expect(progress.reports).toEqual([{ stage: 'Reading', done: 1, total: 2 }]);
});

test.each([
  ["tell({ kind: 'failure', reason: 'the loss is NaN' })", 'the loss is NaN'],
  ['process.exit(3)', 'the training process ended with code 3'],
  ["process.kill(process.pid, 'SIGSEGV')", 'the training process ended by SIGSEGV'],
])('rejects where the process ends otherwise: %s', async (words, reason) => {
  await expect(run(words)).rejects.toThrow(reason);
});

test('one that needs more memory than its heap may take is ended, and the reason says so', async () => {
  const words = `import { closeSync, openSync } from 'node:fs';
    closeSync(2);
    openSync('/dev/null', 'w'); // What Node says of it is not for whoever reads the test.
    const kept = [];
    for (;;) kept.push({ at: kept.length });`;
  await expect(run(words)).rejects.toThrow(
    'the training process ended by SIGABRT, as one does whose heap of 32 MB is full',
  );
});

test.each([
  ['listens', "process.on('message', (message) => message === 'stop' && process.exit())"],
  ['waits for ever', "process.on('message', () => {})"],
  ['is busy for ever', 'setImmediate(() => { for (;;); })'],
])('a process that %s is ended once the run is cancelled', async (_, words) => {
  const controller = new AbortController();
  const progress = new RecordedProgress(() => controller.abort(new Error('cancelled')));
  const begun = "tell({ kind: 'progress', stage: 'Begun', done: 0 });";
  await expect(run(begun + words, controller.signal, progress)).rejects.toThrow('cancelled');
});

test('a run that is cancelled before it begins starts no process', async () => {
  const cancelled = AbortSignal.abort(new Error('cancelled'));
  await expect(run('process.exit()', cancelled)).rejects.toThrow('cancelled');
});
