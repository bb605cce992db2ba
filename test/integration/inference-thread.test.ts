import { Worker } from 'node:worker_threads';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { createEaseTrainer } from '../../models/recommenders/ease/ease-trainer.js';
import { createGruTrainer } from '../../models/recommenders/gru/gru-trainer.js';
import { threadModelHost } from '../../models/recommenders/serving/thread-model-host.js';
import type { ModelName } from '../../shared/domain/ranking.js';
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

async function load(
  telemetry = new RecordedTelemetry(),
  models: ReadonlyMap<ModelName, ModelFiles> = new Map([['ease', files]]),
): Promise<HostedModels> {
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
  hosted = await host.load(async () => structuredClone(models) as typeof models);
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

test('a thread that is closed in the midst of its work ends by itself and takes nobody along', async () => {
  const histories = Array.from({ length: 40 }, (_, at) => (at % 2 ? ['a', 'b'] : ['a', 'c', 'd']));
  const gru = createGruTrainer();
  const fitted = await gru.fit(trainingSetOf({ histories }), fitContext());
  for (let round = 0; round < 10; round += 1) {
    const one = await load(new RecordedTelemetry(), new Map([['gru', fitted.files]]));
    const asked = Array.from({ length: 10 }, () => one.models.get('gru')?.rank(query));
    const ended = new Promise((resolve) => workers[0]?.once('exit', resolve));
    const [outcomes] = await Promise.all([Promise.allSettled(asked), one.close()]);
    expect(outcomes).toHaveLength(10);
    expect(await ended).toBe(0);
  }
});
