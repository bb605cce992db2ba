import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGruTrainer } from '../../../../../models/recommenders/gru/gru-trainer.js';
import type { LearnedModel } from '../../../../../shared/ports/learned-model.js';
import type { ModelFiles } from '../../../../../shared/ports/training.js';
import { fitContext, trainingSetOf } from '../../../../support/training-set.js';

const trainer = createGruTrainer({ width: 8, epochs: 2, steps: 4, batchRows: 64 });
const histories = Array.from({ length: 30 }, (_, at) => [`i${at % 7}`, `i${(at + 1) % 7}`, 'i3']);
let files: ModelFiles;
let model: LearnedModel;

beforeAll(async () => {
  const set = trainingSetOf({ histories });
  ({ files } = await trainer.fit(set, fitContext()));
  model = await trainer.load(files);
});
afterAll(() => model.close());

function historyOf(items: readonly string[]) {
  return items.map((itemId, ts) => ({ itemId, kind: 'view' as const, ts }));
}

test('more asked than exist gives all, best first, with cosines for scores', async () => {
  const { itemIds, scores } = await model.rank({ history: historyOf(['i1']), now: 0, count: 50 });
  expect([...itemIds].sort()).toEqual(['i0', 'i1', 'i2', 'i3', 'i4', 'i5', 'i6']);
  expect([...scores]).toEqual([...scores].sort((a, b) => b - a));
  expect(Math.max(...scores.map(Math.abs))).toBeLessThanOrEqual(1.000001);
});

test('items asked about get the scores that they have in the ranking, unknown ones none', async () => {
  const query = { history: historyOf(['i1', 'i2']), now: 0, count: 7 };
  const { itemIds, scores, amongScores } = await model.rank({
    ...query,
    among: ['i5', 'who', 'i0'],
  });
  expect(amongScores?.[0]).toBeCloseTo(scores[itemIds.indexOf('i5')] ?? 0, 5);
  expect(amongScores?.[1]).toBeNaN();
  expect(amongScores?.[2]).toBeCloseTo(scores[itemIds.indexOf('i0')] ?? 0, 5);
});

test('a history that says nothing gives an empty ranking', async () => {
  const answer = await model.rank({ history: historyOf(['who']), now: 0, count: 5, among: ['i1'] });
  expect(answer.itemIds).toEqual([]);
  expect(answer.amongScores?.[0]).toBeNaN();
  expect(await model.rank({ history: [], now: 0, count: 5 })).not.toHaveProperty('amongScores');
});

test('no more than the last steps count, and unknown items are passed over', async () => {
  const last = ['i1', 'i2', 'i3', 'i4'];
  const expected = await model.rank({ history: historyOf(last), now: 0, count: 7 });
  const history = historyOf(['i6', 'i5', 'who', ...last]);
  expect(await model.rank({ history, now: 0, count: 7 })).toEqual(expected);
});

test('the asker and the items lie in one space of unit vectors', async () => {
  const { vector, itemIds, scores } = await model.rank({
    history: historyOf(['i1']),
    now: 0,
    count: 1,
  });
  const { itemVectors } = model;
  const row = itemVectors?.itemIds.indexOf(itemIds[0] ?? '') ?? 0;
  const best = itemVectors?.values.subarray(row * 8, (row + 1) * 8) ?? new Float32Array();
  expect(vector?.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 5);
  expect(vector?.reduce((sum, value, at) => sum + value * (best[at] ?? 0), 0)).toBeCloseTo(
    scores[0] ?? 0,
    5,
  );
});

test('a model loaded twice answers equally', async () => {
  const again = await trainer.load(files);
  const query = { history: historyOf(['i1', 'i2']), now: 0, count: 5 };
  expect(await again.rank(query)).toEqual(await model.rank(query));
  await again.close();
});

const utf8 = new TextEncoder();
test.each([
  { what: 'no files', changed: new Map(), says: 'gru.json is missing' },
  { what: 'no JSON', changed: { 'gru.json': utf8.encode('{') }, says: 'gru.json is no JSON: {' },
  {
    what: 'a future format',
    changed: { 'gru.json': utf8.encode('{"model":"gru","formatVersion":2}') },
    says: 'format 2; expected gru, format 1',
  },
  {
    what: 'a truncated matrix',
    changed: { 'item-vectors.f32': new Uint8Array(8) },
    says: 'item-vectors.f32 has 8 bytes; expected 224',
  },
  {
    what: 'a graph that is none',
    changed: { 'query.onnx': utf8.encode('no graph') },
    says: 'not an ONNX model that can run',
  },
])('$what: loading is refused, saying why', async ({ changed, says }) => {
  const broken = changed instanceof Map ? changed : new Map([...files, ...Object.entries(changed)]);
  await expect(trainer.load(broken)).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining(says),
  });
});
