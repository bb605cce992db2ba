import type { Tape, Value } from './tape.js';

/**
 * Softmax cross-entropy: the mean over the rows of −log p(target), a scalar; with `weights` the weighted mean.
 * `logits`: rows × classes; `targets`: int64 rows × 1; `weights`: rows × 1, ≥ 0, not all zero.
 */
export function crossEntropy(tape: Tape, logits: Value, targets: Value, weights?: Value): Value {
  const attributes = { axis: 1 };
  const probabilities = tape.node('Softmax', [logits], { attributes });
  const ofTarget = tape.node('GatherElements', [probabilities, targets], { attributes });
  const losses = negativeLog(tape, ofTarget);
  const shares = weights === undefined ? evenShares(tape, ofTarget) : sharesOf(tape, weights);
  const shared = tape.node('Mul', [losses, shares]);
  const loss = tape.node('ReduceSum', [shared], { attributes: { keepdims: 0 } });
  const gradient = (d: Value) => {
    const minusOne = tape.node('Expand', [tape.graph.scalar(-1), tape.node('Shape', [targets])]);
    const scatter = { attributes: { axis: 1, reduction: 'add' } };
    const difference = tape.node('ScatterElements', [probabilities, targets, minusOne], scatter);
    return tape.node('Mul', [difference, tape.node('Mul', [shares, d])]);
  };
  return tape.record(loss, [[logits, ([d = '']) => gradient(d)]]);
}

/** Bounded, so that a hopeless row costs much but not everything; what is no number stays none. */
function negativeLog(tape: Tape, probabilities: Value): Value {
  const bounded = tape.node('Add', [probabilities, tape.graph.scalar(1e-20)]);
  return tape.node('Neg', [tape.node('Log', [bounded])]);
}

function evenShares(tape: Tape, rows: Value): Value {
  const count = tape.node('Cast', [tape.node('Size', [rows])], { attributes: { to: 1 } });
  return tape.node('Reciprocal', [count]);
}

function sharesOf(tape: Tape, weights: Value): Value {
  const total = tape.node('ReduceSum', [weights], { attributes: { keepdims: 1 } });
  return tape.node('Div', [weights, total]);
}
