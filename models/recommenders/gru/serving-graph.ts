import { GraphWriter } from '../../numeric/onnx/graph-writer.js';
import { singleAt } from '../../numeric/read.js';

const none = new Float32Array(0);

interface ServedWeights {
  readonly width: number;
  /** By name, as `weightDims` has them. */
  readonly weights: Readonly<Record<string, Float32Array>>;
}

/**
 * From the vectors of a history, `inputs` steps × 1 × width, oldest first, to `query`, 1 × width, of unit length: the same
 * network as `hiddenStates`, by ONNX's own GRU operator.
 */
export function servingGraph({ width, weights }: ServedWeights): Uint8Array {
  const graph = new GraphWriter();
  const {
    inputWeights = none,
    inputBias = none,
    gateWeights = none,
    stateWeights = none,
  } = weights;
  const matrix = (name: string, data: Float32Array) =>
    graph.constant(name, { data, dims: [1, data.length / width, width] });
  // The operator has a bias for the state as well; ours has none.
  const bias = joined(inputBias, new Float32Array(3 * width));
  const recurrent = joined(transposed(gateWeights, width), transposed(stateWeights, width));
  const parts = [
    graph.input('inputs', 'float32', ['steps', 1, width]),
    matrix('inputWeights', transposed(inputWeights, width)),
    matrix('recurrentWeights', recurrent),
    graph.constant('bias', { data: bias, dims: [1, 6 * width] }),
  ];
  const [, last = ''] = graph.nodes('GRU', parts, 2, {
    attributes: { hidden_size: width, linear_before_reset: 1 },
  });
  const state = graph.node('Reshape', [last, graph.integers([1, width])]);
  const query = graph.node('LpNormalization', [state], { attributes: { axis: 1, p: 2 } });
  graph.output(query, 'query', 'float32', [1, width]);
  return graph.finish();
}

/** rows × columns becomes columns × rows. */
function transposed(values: Float32Array, rows: number): Float32Array {
  const columns = values.length / rows;
  return Float32Array.from(values, (_, at) =>
    singleAt(values, (at % rows) * columns + Math.floor(at / rows)),
  );
}

function joined(first: Float32Array, second: Float32Array): Float32Array {
  const whole = new Float32Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
