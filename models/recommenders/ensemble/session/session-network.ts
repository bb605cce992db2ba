import { objectives } from '../../../../shared/domain/event.js';
import type { Random } from '../../../../shared/domain/random.js';
import { adam } from '../../../numeric/onnx/adam.js';
import { Tape, type Value } from '../../../numeric/onnx/tape.js';
import type { Tensor } from '../../../numeric/onnx/tensor.js';
import { featureCount } from './features.js';

const hidden = 24;

const shapes = {
  hiddenWeights: [featureCount, hidden],
  hiddenBias: [hidden],
  outputWeights: [hidden, objectives.length],
  directWeights: [featureCount, objectives.length],
} as const;

type WeightName = keyof typeof shapes;
export type NetworkWeights = Readonly<Record<WeightName, Tensor>>;

/** What features are shifted by and multiplied with before the network reads them. */
export interface Scaling {
  readonly mean: Float32Array<ArrayBuffer>;
  readonly inverseDeviation: Float32Array<ArrayBuffer>;
}

/** A logistic ranker with a hidden layer beside it: a score for each objective; the direct weights start at zero. */
export function initialWeights(random: Random): NetworkWeights {
  const drawn = (dims: readonly [number, number]): Tensor => {
    const scale = Math.sqrt(6 / (dims[0] + dims[1]));
    const data = Float32Array.from({ length: dims[0] * dims[1] }, () => scale * (2 * random() - 1));
    return { data, dims };
  };
  return {
    hiddenWeights: drawn(shapes.hiddenWeights),
    hiddenBias: { data: new Float32Array(hidden), dims: shapes.hiddenBias },
    outputWeights: drawn(shapes.outputWeights),
    directWeights: {
      data: new Float32Array(featureCount * objectives.length),
      dims: shapes.directWeights,
    },
  };
}

/** candidates × objectives, from scaled features. */
function scoresOf(tape: Tape, features: Value): Value {
  const layer = tape.relu(tape.affine(features, 'hiddenWeights', 'hiddenBias'));
  const deep = tape.matmul(layer, 'outputWeights');
  return tape.add(deep, tape.matmul(features, 'directWeights'));
}

/**
 * One step: `features` (cases · candidates × features, scaled), `absence` (cases × candidates, very negative for
 * padding), for each objective `targets-…` (cases × candidates, summing to the weight of each case), `rate` as `adamRate`
 * gives it; gives out `loss`, the sum over objectives of the softmax cross-entropy of each list (ListNet: Cao et al.
 * 2007), and the next weights.
 */
export function trainingGraph(): Uint8Array {
  const tape = new Tape();
  for (const [name, dims] of Object.entries(shapes)) tape.variable(name, dims);
  const features = tape.input('features', ['rows', featureCount]);
  const absence = tape.input('absence', ['cases', 'candidates']);
  const rate = tape.input('rate', []);
  const scores = tape.split(scoresOf(tape, features), objectives.length, { axis: 1 });
  const losses = objectives.map((objective, at) => {
    const targets = tape.input(targetsName(objective), ['cases', 'candidates']);
    return listLoss(tape, tape.add(reshaped(tape, scores[at] ?? '', absence), absence), targets);
  });
  const loss = losses.reduce((sum, each) => tape.add(sum, each));
  tape.backward(loss);
  tape.output(loss, 'loss', []);
  for (const [name, dims] of Object.entries(shapes)) adam(tape, name, dims, rate);
  return tape.graph.finish();
}

export function targetsName(objective: (typeof objectives)[number]): string {
  return `targets-${objective}`;
}

/** `features` (candidates × features, as they are) to `scores` (candidates × objectives). */
export function servingGraph(weights: NetworkWeights, scaling: Scaling): Uint8Array {
  const tape = new Tape();
  const features = tape.input('features', ['candidates', featureCount]);
  for (const [name, tensor] of Object.entries(weights)) tape.graph.constant(name, tensor);
  const dims = [featureCount];
  const mean = tape.graph.constant('mean', { data: scaling.mean, dims });
  const factor = tape.graph.constant('factor', { data: scaling.inverseDeviation, dims });
  const scaled = tape.node('Mul', [tape.node('Sub', [features, mean]), factor]);
  tape.output(scoresOf(tape, scaled), 'scores', ['candidates', objectives.length]);
  return tape.graph.finish();
}

function reshaped(tape: Tape, value: Value, like: Value): Value {
  const y = tape.node('Reshape', [value, tape.node('Shape', [like])]);
  const gradient = (d: Value) => tape.node('Reshape', [d, tape.node('Shape', [value])]);
  return tape.record(y, [[value, ([d = '']) => gradient(d)]]);
}

/** −Σ targets · log softmax(logits) over all lists, a row each. */
function listLoss(tape: Tape, logits: Value, targets: Value): Value {
  const axis = { attributes: { axis: 1 } };
  const logarithms = tape.node('LogSoftmax', [logits], axis);
  const products = tape.node('Mul', [targets, logarithms]);
  const sum = tape.node('ReduceSum', [products], { attributes: { keepdims: 0 } });
  const gradient = (d: Value) => {
    const probabilities = tape.node('Softmax', [logits], axis);
    const masses = tape.node('ReduceSum', [targets, tape.graph.integers([1])], {
      attributes: { keepdims: 1 },
    });
    const expected = tape.node('Mul', [probabilities, masses]);
    return tape.node('Mul', [tape.node('Sub', [expected, targets]), d]);
  };
  return tape.record(tape.node('Neg', [sum]), [[logits, ([d = '']) => gradient(d)]]);
}
