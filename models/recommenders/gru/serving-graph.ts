import { GraphWriter } from '../../numeric/onnx/graph-writer.js';
import { singleAt } from '../../numeric/read.js';

interface ServedWeights {
  readonly width: number;
  readonly weights: Readonly<Record<string, Float32Array>>;
}

/**
 * From the vectors of a history, `inputs` steps × 1 × width, oldest first, to `query`, 1 × width, of unit length: the same
 * network as `hiddenStates`, by ONNX's own GRU operator.
 */
export function servingGraph({ width, weights }: ServedWeights): Uint8Array {
  const graph = new GraphWriter();
  const inputs = graph.input('inputs', 'float32', ['steps', 1, width]);
  const matrix = (name: string, data: Float32Array, columns: number) =>
    graph.constant(name, { data, dims: [1, data.length / columns, columns] });
  const recurrent = [weights['gateWeights'], weights['stateWeights']].map((weight) =>
    transposed(weight ?? new Float32Array(0), width),
  );
  const bias = new Float32Array(6 * width);
  bias.set(weights['inputBias'] ?? []);
  const parts = [
    inputs,
    matrix(
      'inputWeights',
      transposed(weights['inputWeights'] ?? new Float32Array(0), width),
      width,
    ),
    matrix('recurrentWeights', joined(recurrent), width),
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

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
