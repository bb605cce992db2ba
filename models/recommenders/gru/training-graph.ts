import { adam } from '../../numeric/onnx/adam.js';
import { candidateCrossEntropy } from '../../numeric/onnx/candidate-cross-entropy.js';
import { Tape, type Value } from '../../numeric/onnx/tape.js';
import { hiddenStates, type NetworkShape, weightDims } from './network.js';

interface GraphOptions {
  readonly shape: NetworkShape;
  /** Cosines are divided by this before the softmax. */
  readonly temperature: number;
  /** The longest sequence that fits. */
  readonly steps: number;
}

/**
 * One training step as an ONNX graph: forward, backward, Adam for the dense weights; the gradients of the embeddings come
 * out as `inputGradients` and `candidateGradients`. Rows of `inputs` and `targets` are stacked as in `hiddenStates`.
 */
export function trainingGraph({ shape, temperature, steps }: GraphOptions): Uint8Array {
  const tape = new Tape();
  const { width } = shape;
  const dims = weightDims(shape);
  for (const [name, of] of Object.entries(dims)) tape.variable(name, of);
  const embeddings = tape.variable('inputs', ['rows', width]);
  const candidates = tape.variable('candidates', ['candidates', width]);
  const states = hiddenStates(tape, inputsOf(tape, embeddings, shape), {
    width,
    steps,
    counts: tape.input('counts', [steps], 'int64'),
  });
  const kept = tape.mul(states, tape.input('stateMask', ['rows', width]));
  const loss = candidateCrossEntropy(tape, {
    queries: tape.scale(tape.normaliseRows(kept), 1 / temperature),
    candidates: tape.normaliseRows(withFeatures(tape, candidates, 'candidate', shape)),
    bias: tape.input('candidateBias', ['candidates']),
    targets: tape.input('targets', ['rows', 1], 'int64'),
  });
  tape.backward(loss);
  tape.output(loss, 'loss', []);
  tape.output(tape.gradient(embeddings), 'inputGradients', ['rows', width]);
  tape.output(tape.gradient(candidates), 'candidateGradients', ['candidates', width]);
  const rate = tape.input('rate', []);
  for (const [name, of] of Object.entries(dims)) adam(tape, name, of, rate);
  return tape.graph.finish();
}

function inputsOf(tape: Tape, embeddings: Value, shape: NetworkShape): Value {
  let inputs = tape.normaliseRows(withFeatures(tape, embeddings, 'input', shape));
  if (shape.kinds > 0) {
    const kinds = tape.input('kinds', ['rows', shape.kinds]);
    inputs = tape.add(inputs, tape.matmul(kinds, 'kindEmbeddings'));
  }
  return tape.mul(inputs, tape.input('inputMask', ['rows', shape.width]));
}

function withFeatures(tape: Tape, embeddings: Value, role: string, shape: NetworkShape): Value {
  if (shape.features === 0) return embeddings;
  const features = tape.input(`${role}Features`, [`${role}Rows`, shape.features]);
  return tape.add(embeddings, tape.matmul(features, 'featureWeights'));
}
