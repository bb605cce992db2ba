import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { processRunner } from '../../../../models/training/process-runner.js';
import { builtInEventTypes } from '../../../../shared/domain/event.js';
import type { TrainingRequest } from '../../../../shared/ports/training-runner.js';
import { RecordedProgress } from '../../../support/recorded-progress.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'runner-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const eventTypes = builtInEventTypes;
const settings = { dataDir: '.', eventTypes, maxEvents: 1_000, timeLimitMs: 1_000 };
const request: TrainingRequest = { seed: 5, models: [], serving: new Map() };

/** A process that does this with the job that it is given. */
function run(
  words: string,
  signal = new AbortController().signal,
  progress = new RecordedProgress(),
) {
  const path = join(folder, 'train.mjs');
  writeFileSync(path, `process.once('message', ({ settings, request }) => {${words}});`);
  const options = { script: pathToFileURL(path), settings, maxHeapMb: 64, stopWithinMs: 50 };
  return processRunner(options).train(request, progress, signal);
}

test('relays progress and resolves with the outcome, given the settings and the request', async () => {
  const progress = new RecordedProgress();
  const outcome = await run(
    `process.send({ kind: 'progress', stage: 'Reading', done: 1, total: 2 });
     const declined = { gru: settings.eventTypes.size + ' types, seed ' + request.seed };
     process.send({ kind: 'outcome', outcome: { declined } }, () => process.exit());`,
    undefined,
    progress,
  );
  expect(outcome).toEqual({ declined: { gru: `${eventTypes.size} types, seed 5` } });
  expect(progress.reports).toEqual([{ stage: 'Reading', done: 1, total: 2 }]);
});

test.each([
  [
    "process.send({ kind: 'failure', reason: 'the loss is NaN' }, () => process.exit())",
    'the loss is NaN',
  ],
  ['process.exit(3)', 'the training process ended with code 3'],
  ["process.kill(process.pid, 'SIGKILL')", 'the training process ended by SIGKILL'],
])('rejects where the process ends otherwise: %s', async (words, reason) => {
  await expect(run(words)).rejects.toThrow(reason);
});

test.each([
  ['listens', "process.on('message', () => process.exit())"],
  ['waits for ever', "process.on('message', () => {})"],
  ['is busy for ever', 'setTimeout(() => { for (;;); })'],
])('a process that %s is ended once the run is cancelled', async (_, words) => {
  const controller = new AbortController();
  const progress = new RecordedProgress(() => controller.abort(new Error('cancelled')));
  const begun = "process.send({ kind: 'progress', stage: 'Begun', done: 0 });";
  await expect(run(begun + words, controller.signal, progress)).rejects.toThrow('cancelled');
});

test('a run that is cancelled before it begins starts no process', async () => {
  const cancelled = AbortSignal.abort(new Error('cancelled'));
  await expect(run('process.exit()', cancelled)).rejects.toThrow('cancelled');
});
