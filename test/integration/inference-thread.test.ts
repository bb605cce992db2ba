import { Worker } from 'node:worker_threads';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { createEaseTrainer } from '../../models/recommenders/ease/ease-trainer.js';
import { threadModelHost } from '../../models/recommenders/serving/thread-model-host.js';
import type { LearnedQuery } from '../../shared/ports/learned-model.js';
import type { HostedModels } from '../../shared/ports/model-host.js';
import type { ModelFiles } from '../../shared/ports/training.js';
import { RecordedTelemetry } from '../support/recorded-telemetry.js';
import { fitContext, trainingSetOf } from '../support/training-set.js';

const script = new URL(
  '../../dist/models/recommenders/serving/inference-thread.js',
  import.meta.url,
);
const query: LearnedQuery = {
  ...{ history: [{ itemId: 'a', kind: 'view', ts: 1 }], now: 2, count: 3, among: ['c', 'x'] },
};
const trainer = createEaseTrainer();

let files: ModelFiles;
let workers: Worker[];
let hosted: HostedModels | undefined;
beforeAll(async () => {
  const histories = Array.from({ length: 60 }, (_, at) => (at % 3 ? ['a', 'b'] : ['a', 'c', 'd']));
  ({ files } = await trainer.fit(trainingSetOf({ histories }), fitContext()));
});
afterEach(() => hosted?.close());

async function load(telemetry = new RecordedTelemetry()): Promise<HostedModels> {
  workers = [];
  const host = threadModelHost({
    start: () => {
      const worker = new Worker(script);
      workers.push(worker);
      return worker;
    },
    ...{ deadlineMs: 10_000, maxWaiting: 10, silenceMs: 60_000, clock: Date.now, telemetry },
    warmUp: () => query,
    pause: async () => undefined,
  });
  hosted = await host.load(async () => new Map([['ease', structuredClone(files)]]));
  return hosted;
}

test('a model answers in a thread as it does here', async () => {
  const here = await trainer.load(files);
  const there = (await load()).models.get('ease');
  expect(there?.size).toBe(here.size);
  expect(await there?.rank(query)).toEqual(await here.rank(query));
  await here.close();
});

test('a thread that is ended is replaced by one that answers the same', async () => {
  const telemetry = new RecordedTelemetry();
  const { models, health } = await load(telemetry);
  const before = await models.get('ease')?.rank(query);
  await workers[0]?.terminate();
  await expect.poll(() => workers.length, { timeout: 10_000 }).toBe(2);
  await expect.poll(() => health()[0]?.isLoaded, { timeout: 10_000 }).toBe(true);
  expect(await models.get('ease')?.rank(query)).toEqual(before);
  expect(telemetry.exceptions).toMatchObject([
    { code: 'unavailable', message: 'the inference thread ended: it was told to' },
  ]);
});
