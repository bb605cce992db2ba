import { expect, it } from 'vitest';
import { bestThreshold } from '../../../../../models/encoders/image/threshold.js';

it('lies between two kinds of values, whichever are more', () => {
  const values = Float32Array.from({ length: 100 }, (_, at) => (at < 80 ? 0.1 : 0.9));
  const threshold = bestThreshold(values, 1);
  expect(threshold).toBeGreaterThan(0.1);
  expect(threshold).toBeLessThan(0.9);
});

it('is above the values where all are of one kind', () => {
  expect(bestThreshold(new Float32Array(9), 2)).toBeGreaterThan(0);
});
