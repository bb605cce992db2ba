import type { Tape, Value } from './tape.js';

interface Candidates {
  /** rows × d. */
  readonly queries: Value;
  /** candidates × d. */
  readonly candidates: Value;
  /** Added to each candidate's logit: the correction for how likely it was to be sampled. */
  readonly bias: Value;
  /** int64 rows × 1: which candidate each query should find. */
  readonly targets: Value;
}

/**
 * The mean over the queries of −log softmax(queries · candidatesᵀ + bias) at the target, a scalar. The same as
 * `crossEntropy` of that product, but the rows × candidates matrix, by far the largest, is passed over only by the softmax
 * and the two products of its gradients.
 */
export function candidateCrossEntropy(tape: Tape, parts: Candidates): Value {
  const { queries, candidates, bias, targets } = parts;
  const logits = tape.node('Gemm', [queries, candidates, bias], { attributes: { transB: 1 } });
  const probabilities = tape.node('Softmax', [logits], { attributes: { axis: 1 } });
  const ofTarget = tape.node('GatherElements', [probabilities, targets], {
    attributes: { axis: 1 },
  });
  // Bounded, so that a hopeless row costs much but not everything; what is no number stays none.
  const bounded = tape.node('Add', [ofTarget, tape.graph.scalar(1e-20)]);
  const loss = tape.node('Neg', [
    tape.node('ReduceMean', [tape.node('Log', [bounded])], { attributes: { keepdims: 0 } }),
  ]);
  const share = (d: Value) => {
    const rows = tape.node('Cast', [tape.node('Size', [targets])], { attributes: { to: 1 } });
    return tape.node('Div', [d, rows]);
  };
  const ofQueries = (d: Value) => {
    const expected = tape.node('Gemm', [probabilities, candidates]);
    const wanted = tape.node('GatherND', [candidates, targets]);
    return tape.node('Mul', [tape.node('Sub', [expected, wanted]), share(d)]);
  };
  const ofCandidates = (d: Value) => {
    const shared = tape.node('Mul', [queries, share(d)]);
    const pushed = tape.node('Gemm', [probabilities, shared], { attributes: { transA: 1 } });
    const pulled = [pushed, targets, tape.node('Neg', [shared])];
    return tape.node('ScatterND', pulled, { attributes: { reduction: 'add' } });
  };
  return tape.record(loss, [
    [queries, ([d = '']) => ofQueries(d)],
    [candidates, ([d = '']) => ofCandidates(d)],
  ]);
}
