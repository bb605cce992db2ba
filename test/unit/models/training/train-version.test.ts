import { describe, expect, test } from 'vitest';
import { writeBlend } from '../../../../models/recommenders/ensemble/blend/blend-files.js';
import { mixtureOf } from '../../../../models/recommenders/ensemble/blend/blend-settings.js';
import { makeTrainVersion } from '../../../../models/training/train-version.js';
import { builtInEventTypes } from '../../../../shared/domain/event.js';
import { type ModelName, modelNames } from '../../../../shared/domain/ranking.js';
import type { Change } from '../../../../shared/ports/change-log.js';
import type { Trainer } from '../../../../shared/ports/training.js';
import type { TrainedModel, TrainingOutcome } from '../../../../shared/ports/training-runner.js';
import { circularShop, items, walks } from '../../../support/circular-shop.js';
import { RecordedProgress } from '../../../support/recorded-progress.js';
import { tinyTrainer } from '../../../support/tiny-trainer.js';
import { changeLogOf, did, product, usersOf } from '../../../support/training-shop.js';

interface Run {
  readonly changes: readonly Change[];
  readonly trainers?: readonly Trainer[];
  readonly serving?: readonly TrainedModel[];
  readonly progress?: RecordedProgress;
  readonly signal?: AbortSignal;
  readonly seed?: number;
}

function train({ changes, trainers = [tinyTrainer()], serving = [], ...run }: Run) {
  const runner = makeTrainVersion({
    ...{ changes: changeLogOf(changes), users: usersOf(), eventTypes: builtInEventTypes },
    trainers: new Map(trainers.map((trainer) => [trainer.name, trainer])),
    ...{ maxEvents: 1_000_000, timeLimitMs: 10_000 },
  });
  const kept = new Map<ModelName, TrainedModel>(serving.map((model) => [model.name, model]));
  const request = { seed: run.seed ?? 7, models: modelNames, serving: kept };
  const signal = run.signal ?? new AbortController().signal;
  return runner.train(request, run.progress ?? new RecordedProgress(), signal);
}

const named = ({ models }: TrainingOutcome, name: ModelName) =>
  models.find((model) => model.name === name);
const asServing = (outcome: TrainingOutcome): TrainedModel[] =>
  outcome.models.map((model) => ({ ...model, keptFrom: 'v1' }));

describe('a first version', () => {
  test('is published where it is not worse than the counting models, with what each model is worth', async () => {
    const outcome = await train({ changes: circularShop() });
    expect(outcome.verdict.reason).toContain('against the counting models');
    expect(outcome.verdict.isPublished).toBe(true);
    expect(outcome.declined).toEqual({});
    const gru = named(outcome, 'gru');
    expect(gru).toMatchObject({ parameters: { order: 1 }, figures: { seed: 7 } });
    const { mean = 0, low = 0, high = 0 } = gru?.metrics['ndcg@20'] ?? {};
    expect(mean).toBeGreaterThan(0.3);
    expect(low).toBeLessThan(mean);
    expect(high).toBeGreaterThan(mean);
    expect(named(outcome, 'blend')?.files.size).toBeGreaterThan(0);
  });

  test('tells what it was learnt from: all but the newest twentieth of the events', async () => {
    const { data } = await train({ changes: circularShop() });
    expect(data).toEqual({
      ...{ from: 0, to: 1_140_000, events: 1_140 * 5, shoppers: 1_140, items: 60 },
      cursor: String(60 + 1_200 * 5),
    });
  });

  test('is the same for the same shop and seed', async () => {
    const changes = circularShop();
    expect(await train({ changes })).toEqual(await train({ changes }));
  });

  test('never sees the slice that judges it', async () => {
    const changes = circularShop();
    const late = [did({ userId: 'late', itemId: 'of the slice', ts: 1_199_999 })];
    let seen: readonly string[] = [];
    const watching = tinyTrainer({
      declines: ({ shoppers }) => {
        seen = shoppers.ids;
        return undefined;
      },
    });
    await train({ changes: [...changes, ...late], trainers: [watching] });
    expect(seen).not.toContain('late');
    expect(seen).not.toContain('u1199');
    expect(seen).toContain('u1100');
  });
});

describe('against a version that serves', () => {
  test('as good a one is published', async () => {
    const serving = asServing(await train({ changes: circularShop() }));
    const outcome = await train({ changes: circularShop(), serving });
    expect(outcome.verdict).toMatchObject({ isPublished: true });
    expect(outcome.verdict.reason).toMatch(/^not worse beyond noise: .* against what serves$/);
    expect(named(outcome, 'gru')?.keptFrom).toBeUndefined();
  });

  test('a worse one is set aside with the difference and its interval', async () => {
    // Shoppers have lately taken to strides of 7, which only the model that serves has heard of.
    const late = walks({ shoppers: 70, stride: 7, from: 2_000_000 });
    const follows = Array.from({ length: items }, (_, item) => [
      `i${item}`,
      { [`i${(item + 7) % items}`]: 9 },
    ]);
    const content = new TextEncoder().encode(JSON.stringify(Object.fromEntries(follows)));
    const entry = { parameters: {}, figures: {}, metrics: {}, keptFrom: 'v1' };
    const alone = mixtureOf({ gru: 1 });
    const serving: TrainedModel[] = [
      { ...entry, name: 'gru', files: new Map([['follows.json', content]]) },
      { ...entry, name: 'blend', files: writeBlend({ recommendations: alone, rank: alone }) },
    ];
    const { verdict } = await train({ changes: [...circularShop(), ...late], serving });
    expect(verdict.isPublished).toBe(false);
    expect(verdict.reason).toMatch(/^worse beyond noise: ndcg@20 −.* against what serves$/);
    expect(verdict.difference?.high).toBeLessThan(0);
  });

  test('a trainer that fails keeps the model that serves, and says why', async () => {
    const serving = asServing(await train({ changes: circularShop(), trainers: both() }));
    const exploding = tinyTrainer({
      name: 'hybrid',
      fit: async () => Promise.reject(new Error('the loss is NaN after 3 epochs')),
    });
    const trainers = [tinyTrainer(), exploding];
    const outcome = await train({ changes: circularShop(), trainers, serving });
    expect(outcome.declined).toEqual({ hybrid: 'the loss is NaN after 3 epochs' });
    const before = serving.find(({ name }) => name === 'hybrid');
    expect(named(outcome, 'hybrid')).toEqual({ ...before, metrics: expect.anything() });
    expect(outcome.verdict.isPublished).toBe(true);
  });

  test('a loss that is no number is no model, whatever the trainer says', async () => {
    const lost = tinyTrainer({
      fit: async () => ({ files: new Map(), figures: { loss: Number.NaN } }),
    });
    const outcome = await train({ changes: circularShop(), trainers: [lost] });
    expect(outcome.declined).toEqual({ gru: 'its figure loss must be finite, and is NaN' });
    expect(outcome).toMatchObject({ models: [], verdict: { isPublished: false } });
    expect(outcome.verdict.reason).toContain('nothing was trained: gru: its figure loss');
  });

  test('a model that serves and cannot be read is left out, and replaced', async () => {
    const broken = {
      name: 'gru',
      parameters: {},
      figures: {},
      metrics: {},
      keptFrom: 'v0',
    } as const;
    const serving = [{ ...broken, files: new Map() }];
    const outcome = await train({ changes: circularShop(), serving });
    expect(outcome.verdict.isPublished).toBe(true);
    const failing = tinyTrainer({ fit: async () => Promise.reject(new Error('no')) });
    const kept = await train({ changes: circularShop(), serving, trainers: [failing] });
    expect(kept.models).toEqual([]);
  });

  test('the trainer is given what serves to start from', async () => {
    const serving = asServing(await train({ changes: circularShop() }));
    let previous: unknown;
    const warm = tinyTrainer();
    const asking = tinyTrainer({
      fit: (set, context) => {
        previous = context.previous;
        return warm.fit(set, context);
      },
    });
    await train({ changes: circularShop(), serving, trainers: [asking] });
    expect(previous).toEqual(serving[0]?.files);
  });
});

const both = () => [tinyTrainer(), tinyTrainer({ name: 'hybrid' })];

describe('a shop that has little to learn from', () => {
  const refused = async (changes: readonly Change[]) => {
    const outcome = await train({ changes });
    expect(outcome.verdict.isPublished).toBe(false);
    return outcome.verdict.reason;
  };

  test('no events at all', async () => {
    expect(await refused([])).toBe('nothing was trained: gru: there are no events');
    expect(await refused([product('mug')])).toBe('nothing was trained: gru: there are no events');
  });

  test('one user', async () => {
    const steps = Array.from({ length: 200 }, (_, ts) =>
      did({ userId: 'ann', itemId: `i${ts % 9}`, ts }),
    );
    expect(await refused(steps)).toMatch(/only [01] shoppers to judge by, 20 are needed/);
  });

  test('events of one time, which no slice can be cut from', async () => {
    const steps = Array.from({ length: 500 }, (_, at) =>
      did({ userId: `u${at % 50}`, itemId: `i${at % 9}`, ts: 5 }),
    );
    expect(await refused(steps)).toContain('only 0 shoppers to judge by');
  });

  test('nothing but dismissals in the slice', async () => {
    const shop = circularShop();
    const away = Array.from({ length: 400 }, (_, at) =>
      did({ userId: `u${at}`, itemId: 'i1', type: 'dismiss', ts: 1_300_000 + at }),
    );
    expect(await refused([...shop, ...away])).toContain('only 0 shoppers to judge by');
  });
});

test('events out of order, all of one type, of items without text or product are learnt from', async () => {
  const shop = circularShop().filter(({ kind }) => kind === 'event');
  const outcome = await train({ changes: shop.toReversed() });
  expect(outcome.verdict.isPublished).toBe(true);
  expect(outcome.data.events).toBe(1_140 * 5);
});

test('a user with 100,000 events asks one question with a short history', async () => {
  const one = Array.from({ length: 100_000 }, (_, at) =>
    did({ userId: 'crawler', itemId: `i${at % 60}`, ts: at * 12 }),
  );
  const outcome = await train({ changes: [...circularShop(), ...one] });
  expect(outcome.data.events).toBe(100_700);
  expect(outcome.verdict.isPublished).toBe(true);
});

test('progress counts the whole run, names its stages and never falls', async () => {
  const progress = new RecordedProgress();
  await train({ changes: circularShop(), progress });
  const done = progress.reports.map((report) => report.done);
  expect(done).toEqual(done.toSorted((a, b) => a - b));
  expect(done.at(-1)).toBeGreaterThan(0.95);
  expect(progress.reports.every(({ total }) => total === 1)).toBe(true);
  expect(new Set(progress.reports.map(({ stage }) => stage))).toEqual(new Set(stages));
});

const stages = [
  ...['Reading the shop', 'Counting', 'Training gru'],
  ...['Mixing: blend', 'Mixing: session', 'Judging'],
];

test.each(stages)('a cancellation while at "%s" ends the run with its reason', async (stage) => {
  const controller = new AbortController();
  const cancel = (now: string) => {
    if (now === stage) controller.abort(new Error('cancelled by the test'));
  };
  const progress = new RecordedProgress(cancel);
  const run = train({ changes: circularShop(), progress, signal: controller.signal });
  await expect(run).rejects.toThrow('cancelled by the test');
  expect(progress.reports.at(-1)?.stage).toBe(stage);
});
