import fc from 'fast-check';
import { expect, it } from 'vitest';
import { similarityOf } from '../../../../../shared/domain/ranking/similarity.js';

const vector = fc.array(fc.oneof(fc.constant(0), fc.double({ min: -0.5, max: 0.5, noNaN: true })), {
  ...{ minLength: 4, maxLength: 4 },
});

it('is the cosine of what has no category, however many places of the vectors are filled', () => {
  fc.assert(
    fc.property(vector, vector, (left, right) => {
      const vectors = [Float32Array.from(left), Float32Array.from(right)];
      const similarity = similarityOf(vectors.map((each) => ({ categories: [], vector: each })));
      const product = left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);
      expect(similarity(0, 1, 0)).toBeCloseTo(Math.max(0, product), 6);
    }),
  );
});
