import { expect, test } from 'vitest';
import { judge } from '../../../../models/training/judge.js';
import { seededRandom } from '../../../../shared/domain/random.js';

const random = seededRandom(3);
const serving = Float64Array.from({ length: 200 }, () => random());
const rival = { seed: 1, rival: 'what serves' };
const moved = (by: number) => serving.map((score) => score + by + (random() - 0.5) / 10);

test.each([
  ['better', 0.1, true],
  ['as good', 0, true],
  ['worse', -0.1, false],
])('one that is %s is judged so', (_, by, isPublished) => {
  const verdict = judge(moved(by), serving, rival);
  expect(verdict.isPublished).toBe(isPublished);
  expect(verdict.difference?.mean).toBeCloseTo(by, 1);
});

test('the very same is published with a difference of nothing', () => {
  expect(judge(serving, serving, rival)).toEqual({
    isPublished: true,
    reason: 'not worse beyond noise: ndcg@20 +0.0000 (+0.0000 to +0.0000) against what serves',
    difference: { mean: 0, low: 0, high: 0 },
  });
});

test('too few answers publish nothing, however good', () => {
  const few = new Float64Array(19);
  expect(
    judge(
      few.map(() => 1),
      few,
      rival,
    ),
  ).toEqual({
    isPublished: false,
    reason: 'only 19 shoppers to judge by, 20 are needed',
  });
});
