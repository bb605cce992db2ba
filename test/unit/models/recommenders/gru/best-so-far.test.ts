import { expect, test } from 'vitest';
import { DenseWeights } from '../../../../../models/numeric/onnx/dense-weights.js';
import { BestSoFar } from '../../../../../models/recommenders/gru/best-so-far.js';

function network() {
  const embeddings = Float32Array.of(0);
  const weights = new DenseWeights({ weight: { data: Float32Array.of(0), dims: [1] } });
  const best = new BestSoFar(embeddings, weights);
  const become = (state: number, score: number) => {
    embeddings.fill(state);
    weights.weight('weight').fill(state);
    best.offer(score);
  };
  const restored = () => {
    best.restore();
    return [embeddings[0], weights.weight('weight')[0]];
  };
  return { best, become, restored };
}

test('the best state comes back, and how long ago it was is known', () => {
  const { best, become, restored } = network();
  become(1, 0.2);
  become(2, 0.4);
  become(3, 0.3);
  become(4, 0.1);
  expect(best.sinceBest).toBe(2);
  expect(best.score).toBe(0.4);
  expect(restored()).toEqual([2, 2]);
});

test('a later state is kept where it is worse by no more than chance', () => {
  const { best, become, restored } = network();
  become(1, 0.4);
  become(2, 0.399);
  expect(best.sinceBest).toBe(1);
  expect(best.score).toBe(0.4);
  expect(restored()).toEqual([2, 2]);
});

test('without a judged state everything stays as it is', () => {
  const { best, restored } = network();
  expect(best.score).toBe(Number.NEGATIVE_INFINITY);
  expect(restored()).toEqual([0, 0]);
});
