import { expect, test } from 'vitest';
import { createGruTrainer } from '../../../../../models/recommenders/gru/gru-trainer.js';
import type { EventKind } from '../../../../../shared/domain/event.js';
import { seededRandom } from '../../../../../shared/domain/random.js';
import type { LearnedModel } from '../../../../../shared/ports/learned-model.js';
import type { ModelFiles } from '../../../../../shared/ports/training.js';
import { fitContext, trainingSetOf } from '../../../../support/training-set.js';

const small = { width: 16, epochs: 12, batchRows: 128, keptInputs: 1, keptStates: 1, steps: 8 };
const trainer = createGruTrainer(small);

/** Shoppers walk round a ring of 20 items, each from somewhere; names say nothing. */
function ring(shoppers = 120, steps = 6): readonly (readonly string[])[] {
  const random = seededRandom(3);
  return Array.from({ length: shoppers }, () => {
    const start = Math.floor(random() * 20);
    return Array.from({ length: steps }, (_, step) => itemAt(start + step));
  });
}

function itemAt(place: number): string {
  return `item-${String(place % 20).padStart(2, '0')}`;
}

function historyOf(items: readonly string[], kind: EventKind = 'view') {
  return items.map((itemId, ts) => ({ itemId, kind, ts }));
}

async function rank(model: LearnedModel, items: readonly string[], count = 3) {
  return model.rank({ history: historyOf(items), now: 0, count });
}

function textOf(files: ModelFiles): string {
  return JSON.stringify(
    [...files].map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]),
  );
}

test('what others did next comes first', async () => {
  const { files, figures } = await trainer.fit(trainingSetOf({ histories: ring() }), fitContext());
  const model = await trainer.load(files);
  for (let place = 0; place < 20; place += 1) {
    const { itemIds } = await rank(model, [itemAt(place), itemAt(place + 1)]);
    expect(itemIds[0]).toBe(itemAt(place + 2));
  }
  expect(figures['loss']).toBeLessThan(1);
  await model.close();
});

test('sampled negatives find what comes next, too', async () => {
  const sampling = createGruTrainer({ ...small, fullSoftmaxItems: 0, negatives: 4, batchRows: 8 });
  const { files } = await sampling.fit(trainingSetOf({ histories: ring() }), fitContext());
  const model = await sampling.load(files);
  for (let place = 0; place < 20; place += 1) {
    const { itemIds } = await rank(model, [itemAt(place), itemAt(place + 1)]);
    expect(itemIds[0]).toBe(itemAt(place + 2));
  }
  await model.close();
});

test('the same set and seed give the same files, another seed others', async () => {
  const set = trainingSetOf({ histories: ring() });
  const dropping = createGruTrainer({ ...small, epochs: 2, keptInputs: 0.8, keptStates: 0.8 });
  const [once, again, other] = [
    await dropping.fit(set, fitContext()),
    await dropping.fit(set, fitContext()),
    await dropping.fit(set, fitContext({ seed: 2 })),
  ];
  expect(textOf(again.files)).toBe(textOf(once.files));
  expect(textOf(other.files)).not.toBe(textOf(once.files));
});

test('the state tells apart what the last item alone does not', async () => {
  const histories = Array.from({ length: 200 }, (_, shopper) =>
    shopper % 2 === 0 ? ['tent', 'knife', 'rope'] : ['soup', 'knife', 'spoon'],
  );
  const { files } = await trainer.fit(trainingSetOf({ histories }), fitContext());
  const model = await trainer.load(files);
  expect((await rank(model, ['tent', 'knife'])).itemIds[0]).toBe('rope');
  expect((await rank(model, ['soup', 'knife'])).itemIds[0]).toBe('spoon');
  await model.close();
});

test('the kind of an event tells apart what its item does not', async () => {
  const histories = Array.from({ length: 200 }, (_, shopper) =>
    shopper % 2 === 0
      ? ['tent', { item: 'knife', kind: 'view' as const }, 'rope']
      : ['tent', { item: 'knife', kind: 'order' as const }, 'spoon'],
  );
  const { files } = await trainer.fit(trainingSetOf({ histories }), fitContext());
  const model = await trainer.load(files);
  const after = async (kind: EventKind) => {
    const history = [...historyOf(['tent']), ...historyOf(['knife'], kind)];
    return (await model.rank({ history, now: 0, count: 1 })).itemIds[0];
  };
  expect(await after('view')).toBe('rope');
  expect(await after('order')).toBe('spoon');
  await model.close();
});

test('an item that nobody has touched is ranked by what it is called', async () => {
  const kinds = ['red wine', 'green tea'];
  const items = Array.from({ length: 24 }, (_, at) => ({
    id: `i-${at}`,
    name: `${kinds[at % 2]} ${at}`,
  }));
  const random = seededRandom(5);
  const histories = Array.from({ length: 300 }, (_, shopper) =>
    Array.from({ length: 5 }, () => `i-${2 * Math.floor(random() * 10) + (shopper % 2)}`),
  );
  const { files } = await trainer.fit(trainingSetOf({ histories, items }), fitContext());
  const model = await trainer.load(files);
  const untouched = ['i-20', 'i-21'];
  const query = { history: historyOf(['i-0', 'i-2']), now: 0, count: 24, among: untouched };
  const { itemIds, amongScores } = await model.rank(query);
  expect(itemIds).toContain('i-20');
  expect(amongScores?.[0]).toBeGreaterThan(amongScores?.[1] ?? 1);
  await model.close();
});

test('what a shopper waved away is neither learned nor read', async () => {
  const histories = ring().map((history) => [
    ...history,
    { item: 'nuisance', kind: 'dismiss' as const },
  ]);
  const { files } = await trainer.fit(trainingSetOf({ histories }), fitContext());
  const model = await trainer.load(files);
  expect(model.size).toBe(20);
  const [walked, waved] = [historyOf([itemAt(3)]), historyOf([itemAt(9)], 'dismiss')];
  const answer = await model.rank({ history: walked, now: 0, count: 5 });
  const same = await model.rank({ history: [...walked, ...waved], now: 0, count: 5 });
  expect(same).toEqual(answer);
  expect((await model.rank({ history: waved, now: 0, count: 5 })).itemIds).toEqual([]);
  await model.close();
});

test.each([
  { what: 'no events at all', histories: [] },
  { what: 'one-step sessions only', histories: [['a'], ['b'], ['a']] },
  { what: 'nothing but dismissals', histories: [[{ item: 'a', kind: 'dismiss' as const }]] },
])('$what: there is nothing to learn', ({ histories }) => {
  expect(trainer.declines(trainingSetOf({ histories }))).toContain(
    'no shopper has taken two steps',
  );
});

test('a catalogue beyond the memory is declined, naming the limit', () => {
  const set = trainingSetOf({ histories: [['a', 'b']] });
  expect(createGruTrainer({ width: 80_000_000 }).declines(set)).toContain(
    'more than the 1 that fit',
  );
  expect(trainer.declines(set)).toBeUndefined();
});

test('one shopper with 100,000 events is learned in windows', async () => {
  const history = Array.from({ length: 100_000 }, (_, step) => itemAt(step));
  const wide = createGruTrainer({ ...small, epochs: 1, batchRows: 4_000 });
  const { files, figures } = await wide.fit(trainingSetOf({ histories: [history] }), fitContext());
  expect(figures['positions']).toBe(99_999);
  const model = await wide.load(files);
  expect((await rank(model, [itemAt(4), itemAt(5)])).itemIds[0]).toBe(itemAt(6));
  await model.close();
});

test('a cancelled fit stops at the next step', async () => {
  const set = trainingSetOf({ histories: ring() });
  const fitting = trainer.fit(set, fitContext({ cancelAfter: 3 }));
  await expect(fitting).rejects.toThrow('cancelled by the test');
});

test('a fit whose time is over keeps what it has learned', async () => {
  const set = trainingSetOf({ histories: ring() });
  const { files, figures } = await trainer.fit(set, fitContext({ timeLimitMs: 0 }));
  expect(figures['epochs']).toBe(1);
  const model = await trainer.load(files);
  expect(model.size).toBe(20);
  await model.close();
});

test('a loss that is no number ends the fit, saying where', async () => {
  const exploding = createGruTrainer({ ...small, learningRate: 1e38 });
  const fitting = exploding.fit(trainingSetOf({ histories: ring() }), fitContext());
  await expect(fitting).rejects.toThrow(/came apart in epoch 1, step \d+ of \d+: its loss is NaN/);
});

test('weights beyond all bounds end the fit even where the loss is a number', async () => {
  const exploding = createGruTrainer({ ...small, learningRate: 1e6 });
  const fitting = exploding.fit(trainingSetOf({ histories: ring() }), fitContext());
  await expect(fitting).rejects.toThrow(/came apart in epoch 1 of 12: its largest weight is \d+/);
});

test('shoppers held out tell when to stop, and the best state is kept', async () => {
  const patient = createGruTrainer({ ...small, epochs: 30, patience: 1 });
  const set = trainingSetOf({ histories: ring(600, 4) });
  const { figures } = await patient.fit(set, fitContext());
  expect(figures['reciprocalRank']).toBeGreaterThan(0.6);
  expect(figures['epochs']).toBeLessThan(30);
});

test('a warm fit learns what is new and keeps what it knew', async () => {
  const before = await trainer.fit(trainingSetOf({ histories: ring() }), fitContext());
  const news = Array.from({ length: 40 }, () =>
    ['item-00', 'novelty', 'item-10'].map((item, at) => ({ item, ts: 1e9 + at })),
  );
  const set = trainingSetOf({ histories: [...ring(), ...news] });
  const warm = createGruTrainer({
    ...small,
    warmEpochs: 8,
    warmLearningRate: 0.005,
    batchRows: 32,
  });
  const { files, figures } = await warm.fit(set, fitContext({ previous: before.files }));
  expect(figures).toMatchObject({ warm: 1, epochs: 8 });
  const model = await warm.load(files);
  expect((await rank(model, ['item-00', 'novelty'])).itemIds[0]).toBe('item-10');
  expect((await rank(model, [itemAt(12), itemAt(13)])).itemIds[0]).toBe(itemAt(14));
  await model.close();
});

test('a previous model of another shape is left aside for a cold fit', async () => {
  const set = trainingSetOf({ histories: ring() });
  const narrow = await createGruTrainer({ ...small, width: 8 }).fit(set, fitContext());
  const { figures } = await trainer.fit(set, fitContext({ previous: narrow.files }));
  expect(figures).toMatchObject({ warm: 0, epochs: 12 });
});

test('a previous model of a format that nobody knows is left aside, too', async () => {
  const header = new TextEncoder().encode('{"model":"gru","formatVersion":99}');
  const previous = new Map([['gru.json', header]]);
  const set = trainingSetOf({ histories: ring() });
  const { figures } = await trainer.fit(set, fitContext({ previous }));
  expect(figures).toMatchObject({ warm: 0, epochs: 12 });
});
