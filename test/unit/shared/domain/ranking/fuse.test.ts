import { expect, test } from 'vitest';
import { fuse } from '../../../../../shared/domain/ranking/fuse.js';

const list = (...ids: readonly string[]) => ids.map((itemId, at) => ({ itemId, score: 100 - at }));

test('places count, and what stands in both lists stands above what is first in one', () => {
  expect(fuse([list('a', 'b', 'c'), list('d', 'b')])).toEqual([
    { itemId: 'b', score: 1 / 62 + 1 / 62 },
    { itemId: 'a', score: 1 / 61 },
    { itemId: 'd', score: 1 / 61 },
    { itemId: 'c', score: 1 / 63 },
  ]);
});

test('one list keeps its order, and none give none', () => {
  const ids = fuse([list('b', 'a'), []]).map(({ itemId }) => itemId);
  expect(ids).toEqual(['b', 'a']);
  expect(fuse([[], []])).toEqual([]);
  expect(fuse([])).toEqual([]);
});
