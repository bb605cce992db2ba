import { expect, test } from 'vitest';
import { crossEntropy } from '../../../../../models/numeric/onnx/cross-entropy.js';
import { openGraph } from '../../../../../models/numeric/onnx/graph-session.js';
import { Tape, type Value } from '../../../../../models/numeric/onnx/tape.js';
import { gradientError } from './gradient-check.js';

const tolerance = 5e-3;

interface Operation {
  readonly of: string;
  readonly build: (tape: Tape) => Value;
  readonly variables: Readonly<Record<string, readonly number[]>>;
}

const a = [3, 4];
const operations: readonly Operation[] = [
  { of: 'a product', variables: { a, b: [4, 2] }, build: (tape) => tape.matmul('a', 'b') },
  {
    of: 'a product with a transposed matrix',
    variables: { a, b: [2, 4] },
    build: (tape) => tape.matmulTransposed('a', 'b'),
  },
  { of: 'a bias', variables: { a, b: [4] }, build: (tape) => tape.bias('a', 'b') },
  { of: 'a sum', variables: { a, b: a }, build: (tape) => tape.add('a', 'b') },
  { of: 'a difference', variables: { a, b: a }, build: (tape) => tape.sub('a', 'b') },
  { of: 'an elementwise product', variables: { a, b: a }, build: (tape) => tape.mul('a', 'b') },
  { of: 'a value used twice', variables: { a }, build: (tape) => tape.mul('a', 'a') },
  { of: 'a scaled value', variables: { a }, build: (tape) => tape.scale('a', -2.5) },
  { of: 'a rectifier', variables: { a }, build: (tape) => tape.relu('a') },
  { of: 'a sigmoid', variables: { a }, build: (tape) => tape.sigmoid('a') },
  { of: 'a hyperbolic tangent', variables: { a }, build: (tape) => tape.tanh('a') },
  { of: 'normalised rows', variables: { a }, build: (tape) => tape.normaliseRows('a') },
  { of: 'the mean', variables: { a }, build: (tape) => tape.mean('a') },
  { of: 'the sum of all', variables: { a }, build: (tape) => tape.sum('a') },
  {
    of: 'columns side by side',
    variables: { a, b: [3, 2] },
    build: (tape) => tape.concat(['a', 'b'], 1),
  },
  {
    of: 'rows one below the other',
    variables: { a, b: [1, 4] },
    build: (tape) => tape.concat(['a', 'b'], 0),
  },
  {
    of: 'halves, one of them unused',
    variables: { a },
    build: (tape) => tape.tanh(tape.split('a', 2, { axis: 1 })[1] ?? ''),
  },
  {
    of: 'parts of given sizes, an empty one among them',
    variables: { a },
    build: (tape) => {
      const sizes = tape.graph.integers([2, 0, 1]);
      const [first = '', none = '', last = ''] = tape.split('a', 3, { axis: 0, sizes });
      return tape.concat([tape.sigmoid(last), none, first], 0);
    },
  },
  {
    of: 'the first rows',
    variables: { a },
    build: (tape) => tape.tanh(tape.firstRows('a', tape.graph.integers([2]))),
  },
];

test.each(operations)('the gradient of $of is that of finite differences', async (operation) => {
  expect(await gradientError(operation)).toBeLessThan(tolerance);
});

test('cross-entropy has the gradient of finite differences, with weights and without', async () => {
  const targets = { data: BigInt64Array.of(1n, 0n, 3n), dims: [3, 1] };
  const weights = { data: Float32Array.of(1, 0, 2.5), dims: [3, 1] };
  const plain = await gradientError({
    variables: { logits: [3, 4] },
    inputs: { targets },
    build: (tape) => crossEntropy(tape, 'logits', tape.input('targets', [3, 1], 'int64')),
  });
  const weighted = await gradientError({
    variables: { logits: [3, 4] },
    inputs: { targets, weights },
    build: (tape) => {
      const rows = tape.input('targets', [3, 1], 'int64');
      return crossEntropy(tape, 'logits', rows, tape.input('weights', [3, 1]));
    },
  });
  expect(plain).toBeLessThan(tolerance);
  expect(weighted).toBeLessThan(tolerance);
});

test('cross-entropy is the mean of the negative logarithms of what the targets got', async () => {
  const tape = new Tape();
  const logits = tape.variable('logits', ['rows', 2]);
  const targets = tape.input('targets', ['rows', 1], 'int64');
  tape.output(crossEntropy(tape, logits, targets), 'loss', []);
  const graph = await openGraph(tape.graph.finish());
  const { loss } = await graph.run({
    logits: { data: Float32Array.of(Math.log(3), 0, 0, 0), dims: [2, 2] },
    targets: { data: BigInt64Array.of(0n, 1n), dims: [2, 1] },
  });
  expect(loss?.data[0]).toBeCloseTo((Math.log(4 / 3) + Math.log(2)) / 2, 6);
});

test('what the loss does not depend on has a gradient of zeros', async () => {
  const tape = new Tape();
  tape.variable('a', [2]);
  const loss = tape.sum(tape.variable('b', [2]));
  tape.backward(loss);
  tape.output(tape.gradient('a'), 'da', [2]);
  const graph = await openGraph(tape.graph.finish());
  const two = { data: Float32Array.of(1, 2), dims: [2] };
  const { da } = await graph.run({ a: two, b: two });
  expect(da?.data).toEqual(Float32Array.of(0, 0));
});
