import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DenseWeights } from '../../../../../models/numeric/onnx/dense-weights.js';
import { openGraph } from '../../../../../models/numeric/onnx/graph-session.js';
import { openUnrolled } from '../../../../../models/recommenders/gru/graphs.js';
import { hiddenStates, weightDims } from '../../../../../models/recommenders/gru/network.js';
import { servingGraph } from '../../../../../models/recommenders/gru/serving-graph.js';
import { queriesOf, queryGraph } from '../../../../../models/recommenders/gru/validation.js';
import { seededRandom } from '../../../../../shared/domain/random.js';
import { gradientError } from '../../numeric/onnx/gradient-check.js';

const width = 4;
const shape = { width, kinds: 0, features: 0 };
const random = seededRandom(11);

function randomFloats(length: number): Float32Array {
  return Float32Array.from({ length }, () => 2 * random() - 1);
}

const weights = new DenseWeights(
  Object.fromEntries(
    Object.entries(weightDims(shape)).map(([name, dims]) => {
      return [name, { data: randomFloats(dims.reduce((a, b) => a * b, 1)), dims }];
    }),
  ),
);
const vectors = randomFloats(10 * width);

test('the gradients of sequences of unequal length are those of finite differences', async () => {
  const error = await gradientError({
    variables: { inputs: [6, width], ...weightDims(shape) },
    inputs: { counts: { data: BigInt64Array.of(3n, 2n, 1n, 0n), dims: [4] } },
    build: (tape) => {
      const counts = tape.input('counts', [4], 'int64');
      return hiddenStates(tape, 'inputs', { width, steps: 4, counts });
    },
  });
  expect(error).toBeLessThan(1e-2);
});

test('the served graph finds the queries that training finds', async () => {
  const served = await openGraph(
    servingGraph({
      width,
      weights: Object.fromEntries(weights.names.map((name) => [name, weights.weight(name)])),
    }),
  );
  const unrolled = openUnrolled(8, (steps) => queryGraph(shape, steps));
  const session = fc.array(fc.nat(9), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(session, async (rows) => {
      const inputs = Int32Array.from(rows);
      const batch = {
        inputs,
        targets: inputs,
        kinds: new Uint8Array(inputs.length),
        counts: rows.map(() => 1),
      };
      const trained = await queriesOf(unrolled, { shape, weights, batch, vectors });
      const data = Float32Array.from(
        rows.flatMap((row) => [...vectors.subarray(row * width, (row + 1) * width)]),
      );
      const { query } = await served.run({ inputs: { data, dims: [rows.length, 1, width] } });
      const last = trained.subarray(-width);
      for (const [at, value] of [...last].entries()) expect(query?.data[at]).toBeCloseTo(value, 4);
    }),
    { numRuns: 30 },
  );
  await unrolled.release();
  await served.release();
});
