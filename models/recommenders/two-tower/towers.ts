import { adam } from '../../numeric/onnx/adam.js';
import { crossEntropy } from '../../numeric/onnx/cross-entropy.js';
import { Tape, type Value } from '../../numeric/onnx/tape.js';
import type { Tensor } from '../../numeric/onnx/tensor.js';
import { viewCount } from './history-views.js';
import { occasionWidth } from './occasion.js';

/** The sizes that the graphs are written for. */
export interface TowerShape {
  readonly dimension: number;
  readonly hidden: number;
  /** Columns of the item features; 0 where items have none. */
  readonly features: number;
  /** Whether anything is known of shoppers beside what they did. */
  readonly hasTraits: boolean;
}

/** The dense weights of both towers and their sizes. */
export function weightShapes(
  shape: TowerShape,
): Readonly<Record<string, readonly [number, number?]>> {
  const { dimension, hidden, features, hasTraits } = shape;
  const seen = viewCount * dimension;
  const beside = (hasTraits ? dimension : 0) + occasionWidth;
  return {
    'hidden.weight': [seen + beside, hidden],
    'hidden.bias': [hidden],
    'output.weight': [hidden, dimension],
    'skip.weight': [seen, dimension],
    ...(features > 0 && { 'features.weight': [features, dimension] }),
  };
}

/**
 * From the views of a history (rows × views · dimension) and what stands beside it to a unit vector: one hidden layer,
 * and a linear way around it, because the next item is mostly near the last.
 */
function userTower(tape: Tape, views: Value, beside: readonly Value[]): Value {
  const all = tape.concat([views, ...beside], 1);
  const hidden = tape.relu(tape.bias(tape.matmul(all, 'hidden.weight'), 'hidden.bias'));
  const around = tape.matmul(views, 'skip.weight');
  return tape.normaliseRows(tape.add(tape.matmul(hidden, 'output.weight'), around));
}

/** An item before it is scaled to unit length: what was learnt of it and its labels, and what its features say. */
function itemTower(tape: Tape, learnt: Value, features: Value | undefined): Value {
  if (features === undefined) return learnt;
  return tape.add(learnt, tape.matmul(features, 'features.weight'));
}

export interface StepShape extends TowerShape {
  readonly batchSize: number;
  readonly candidates: number;
  readonly sharpness: number;
}

/**
 * A whole training step: both towers, cosines times `sharpness` plus the logQ corrections, cross-entropy, gradients and
 * Adam for the dense weights. The gradients of what is looked up come out as `views.gradient` …
 */
export function trainingGraph(shape: StepShape): Uint8Array {
  const { batchSize, candidates, dimension, features, hasTraits } = shape;
  const tape = new Tape();
  const shapes = Object.entries(weightShapes(shape)).map(([name, dims]) => ({
    name: tape.variable(name, sizes(dims)),
    dims: sizes(dims),
  }));
  const rows = batchSize * viewCount;
  const learntViews = tape.variable('views', [rows, dimension]);
  const learntItems = tape.variable('items', [candidates, dimension]);
  const featuresOf = (name: string, count: number) =>
    features > 0 ? tape.input(name, [count, features]) : undefined;
  const views = itemTower(tape, learntViews, featuresOf('views.features', rows));
  const items = itemTower(tape, learntItems, featuresOf('items.features', candidates));
  const kept = tape.mul(
    sideBySide(tape, views, dimension),
    tape.input('mask', [batchSize, viewCount * dimension]),
  );
  const beside = [tape.input('occasion', [batchSize, occasionWidth])];
  if (hasTraits) beside.push(tape.variable('traits', [batchSize, dimension]));
  const users = userTower(tape, kept, beside);
  const cosines = tape.matmulTransposed(users, tape.normaliseRows(items));
  const logits = tape.bias(
    tape.scale(cosines, shape.sharpness),
    tape.input('corrections', [candidates]),
  );
  const loss = crossEntropy(
    tape,
    logits,
    tape.input('targets', [batchSize, 1], 'int64'),
    tape.input('weights', [batchSize, 1]),
  );
  tape.backward(loss);
  const rate = tape.input('rate', []);
  for (const { name, dims } of shapes) adam(tape, name, dims, rate);
  tape.output(loss, 'loss', []);
  tape.output(tape.gradient(learntViews), 'views.gradient', [rows, dimension]);
  tape.output(tape.gradient(learntItems), 'items.gradient', [candidates, dimension]);
  if (hasTraits) tape.output(tape.gradient('traits'), 'traits.gradient', [batchSize, dimension]);
  return tape.graph.finish();
}

/** The views of one history stand below each other; the tower wants them side by side. */
function sideBySide(tape: Tape, views: Value, dimension: number): Value {
  const reshaped = (value: Value, width: number) =>
    tape.node('Reshape', [value, tape.graph.integers([-1, width])]);
  return tape.record(reshaped(views, viewCount * dimension), [
    [views, ([gradient = '']) => reshaped(gradient, dimension)],
  ]);
}

/** The user tower with its weights inside: `views`, `occasion` and `traits` to `vector`, any number of rows. */
export function userTowerGraph(
  shape: TowerShape,
  weightOf: (name: string) => Float32Array,
): Uint8Array {
  const { dimension, hasTraits } = shape;
  const tape = new Tape();
  for (const [name, dims] of Object.entries(weightShapes(shape))) {
    if (name !== 'features.weight') tape.graph.constant(name, tensor(weightOf(name), dims));
  }
  const views = tape.input('views', ['rows', viewCount * dimension]);
  const beside = [tape.input('occasion', ['rows', occasionWidth])];
  if (hasTraits) beside.push(tape.input('traits', ['rows', dimension]));
  tape.output(userTower(tape, views, beside), 'vector', ['rows', dimension]);
  return tape.graph.finish();
}

/** The item tower for whole catalogues: `learnt` and `features` to `items`, any number of rows. */
export function itemTowerGraph(
  { dimension, features }: TowerShape,
  weight: Float32Array,
): Uint8Array {
  const tape = new Tape();
  tape.graph.constant('features.weight', { data: weight, dims: [features, dimension] });
  const learnt = tape.input('learnt', ['rows', dimension]);
  const items = itemTower(tape, learnt, tape.input('features', ['rows', features]));
  tape.output(items, 'items', ['rows', dimension]);
  return tape.graph.finish();
}

/** How many items score higher than the target: `vector`, `items` and int64 `targets` (rows × 1) to `ahead`. */
export function rankGraph(dimension: number): Uint8Array {
  const tape = new Tape();
  const users = tape.input('vector', ['rows', dimension]);
  const items = tape.input('items', ['items', dimension]);
  const scores = tape.matmulTransposed(users, items);
  const targets = tape.input('targets', ['rows', 1], 'int64');
  const ofTarget = tape.node('GatherElements', [scores, targets], { attributes: { axis: 1 } });
  const isAhead = tape.node('Cast', [tape.node('Greater', [scores, ofTarget])], {
    attributes: { to: 1 },
  });
  const axis = tape.graph.integers([1]);
  const ahead = tape.node('ReduceSum', [isAhead, axis], { attributes: { keepdims: 0 } });
  tape.output(ahead, 'ahead', ['rows']);
  return tape.graph.finish();
}

function sizes([rows, columns]: readonly [number, number?]): readonly number[] {
  return columns === undefined ? [rows] : [rows, columns];
}

function tensor(data: Float32Array, dims: readonly [number, number?]): Tensor {
  return { data, dims: sizes(dims) };
}
