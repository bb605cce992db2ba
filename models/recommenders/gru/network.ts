import type { Tape, Value } from '../../numeric/onnx/tape.js';

/** Sizes of the network's layers. */
export interface NetworkShape {
  /** Of item embeddings, hidden state and queries alike, because output embeddings are tied to the input's. */
  readonly width: number;
  /** How many event kinds are told apart; 0 where there is only one, which says nothing. */
  readonly kinds: number;
  /** Dense features of each item; 0 for none. */
  readonly features: number;
}

/** Dense weights by name: rows × columns, or a vector. */
export function weightDims({ width, kinds, features }: NetworkShape) {
  const dims: Record<string, readonly number[]> = {
    inputWeights: [width, 3 * width],
    inputBias: [3 * width],
    gateWeights: [width, 2 * width],
    stateWeights: [width, width],
  };
  if (kinds > 0) dims['kindEmbeddings'] = [kinds, width];
  if (features > 0) dims['featureWeights'] = [features, width];
  return dims;
}

/**
 * The hidden states of sequences that are stacked by step: all first steps, then all second ones … of the sequences that
 * are long enough, longest first, so that nothing is padded. `counts`, int64 of `steps` entries, says how many there are
 * at each step (0 beyond the longest). The unit is Cho et al. 2014's with the reset gate applied after the product
 * (ONNX: linear_before_reset), in the order update, reset, candidate.
 */
export function hiddenStates(tape: Tape, inputs: Value, options: Unrolled): Value {
  const { width, steps, counts } = options;
  const projected = tape.affine(inputs, 'inputWeights', 'inputBias');
  const widths = tape.graph.integers([2 * width, width]);
  const [gates = '', candidates = ''] = tape.split(projected, 2, { axis: 1, sizes: widths });
  const byStep = { axis: 0, sizes: counts } as const;
  const gatesAt = tape.split(gates, steps, byStep);
  const candidatesAt = tape.split(candidates, steps, byStep);
  const countAt = tape.graph.nodes('Split', [counts], steps, { attributes: { axis: 0 } });
  const states: Value[] = [];
  for (const [step, gate] of gatesAt.entries()) {
    const candidate = candidatesAt[step] ?? '';
    const before = states.at(-1);
    const previous = before === undefined ? undefined : tape.firstRows(before, countAt[step] ?? '');
    states.push(nextState(tape, { gate, candidate, previous }));
  }
  return tape.concat(states, 0);
}

interface Unrolled {
  readonly width: number;
  /** How many steps are written out: the longest sequence that fits. */
  readonly steps: number;
  readonly counts: Value;
}

function nextState(
  tape: Tape,
  { gate, candidate, previous }: { gate: Value; candidate: Value; previous: Value | undefined },
): Value {
  const opened = tape.sigmoid(
    previous === undefined ? gate : tape.add(gate, tape.matmul(previous, 'gateWeights')),
  );
  const [update = '', reset = ''] = tape.split(opened, 2, { axis: 1 });
  if (previous === undefined) {
    const news = tape.tanh(candidate);
    return tape.sub(news, tape.mul(update, news));
  }
  const remembered = tape.mul(reset, tape.matmul(previous, 'stateWeights'));
  const news = tape.tanh(tape.add(candidate, remembered));
  return tape.add(news, tape.mul(update, tape.sub(previous, news)));
}
