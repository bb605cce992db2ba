import { expect, test } from 'vitest';
import { adam, adamRate } from '../../../../../models/numeric/onnx/adam.js';
import { DenseWeights } from '../../../../../models/numeric/onnx/dense-weights.js';
import { openGraph } from '../../../../../models/numeric/onnx/graph-session.js';
import { Tape } from '../../../../../models/numeric/onnx/tape.js';

/** One step towards the smallest sum of squared weights. */
function descent(): Uint8Array {
  const tape = new Tape();
  const weight = tape.variable('weight', [2]);
  const loss = tape.sum(tape.mul(weight, weight));
  tape.backward(loss);
  tape.output(loss, 'loss', []);
  adam(tape, weight, [2], tape.input('rate', []));
  return tape.graph.finish();
}

test('steps move a weight as Kingma and Ba say', async () => {
  const graph = await openGraph(descent(), { keepsMemory: true });
  const weights = new DenseWeights({ weight: { data: Float32Array.of(1, -2), dims: [2] } });
  const expected = { value: 1, first: 0, second: 0 };
  for (let step = 1; step <= 5; step += 1) {
    const rate = adamRate(0.1, step);
    const feeds = { ...weights.feeds, rate: { data: Float32Array.of(rate), dims: [] } };
    await graph.run(feeds, weights.into);
    weights.advance();
    const gradient = 2 * expected.value;
    expected.first = 0.9 * expected.first + 0.1 * gradient;
    expected.second = 0.999 * expected.second + 0.001 * gradient ** 2;
    const firstUnbiased = expected.first / (1 - 0.9 ** step);
    const secondUnbiased = expected.second / (1 - 0.999 ** step);
    expected.value -= (0.1 * firstUnbiased) / Math.sqrt(secondUnbiased);
  }
  expect(weights.weight('weight')[0]).toBeCloseTo(expected.value, 5);
  expect(weights.weight('weight')[1]).toBeLessThan(-1);
  await graph.release();
});

test('a weight that does not exist is refused by name', () => {
  const weights = new DenseWeights({ weight: { data: Float32Array.of(1), dims: [1] } });
  expect(weights.names).toEqual(['weight']);
  expect(() => weights.weight('height')).toThrow('no dense weight is called height');
});
