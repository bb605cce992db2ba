import { singleAt } from '../read.js';
import { openGraph, type Tensors } from './graph-session.js';
import { GraphWriter } from './graph-writer.js';
import { quantiseRows } from './quantise-rows.js';
import type { Tensor } from './tensor.js';

interface ScoredRows {
  /** Best first, equal scores by row. */
  readonly rows: Int32Array;
  readonly scores: Float32Array;
}

/** Finds the rows of an item matrix with the largest dot products with a query. */
export interface ItemScorer {
  /** As many rows as asked, all of them where there are fewer. */
  best(query: Float32Array, count: number): Promise<ScoredRows>;
  close(): Promise<void>;
}

export interface ItemMatrix {
  readonly items: number;
  readonly dimension: number;
  /** Added to the score of each row. */
  readonly bias?: Float32Array;
  /** Chosen by the size of the matrix where absent. */
  readonly precision?: 'float32' | 'int8';
}

/** From this many values on, reading a quarter of the memory gains more than quantising the query costs. */
const largeMatrix = 2_500_000;
const none: ScoredRows = { rows: new Int32Array(0), scores: new Float32Array(0) };

/**
 * Scoring and top-k as one ONNX graph. A large matrix is scanned in 8-bit integers for twice as many rows as asked, at
 * least 64 more, whose exact scores then decide; that takes a quarter of the matrix in memory beside it. `values`: items ×
 * dimension, row-major, read where they lie and not to be changed. Scores are dot products but for rounding. Throws
 * `RangeError` where the values are not that many.
 */
export async function openItemScorer(
  values: Float32Array,
  matrix: ItemMatrix,
): Promise<ItemScorer> {
  const { items, dimension, precision } = matrix;
  if (values.length !== items * dimension) {
    throw new RangeError(
      `an item matrix of ${items} × ${dimension} was expected, but it has ${values.length} values`,
    );
  }
  if (items === 0) return { best: async () => none, close: async () => {} };
  const chosen = precision ?? (values.length >= largeMatrix ? 'int8' : 'float32');
  return chosen === 'int8' ? openQuantised(values, matrix) : openExact(values, matrix);
}

async function openExact(values: Float32Array, matrix: ItemMatrix): Promise<ItemScorer> {
  const { items, dimension } = matrix;
  const graph = new GraphWriter();
  const query = graph.input('query', 'float32', [1, dimension]);
  const inputs = [query, graph.input('items', 'float32', [items, dimension])];
  if (matrix.bias !== undefined) inputs.push(graph.input('bias', 'float32', [items]));
  const scores = graph.node('Gemm', inputs, { attributes: { transB: 1 } });
  const best = await openTopRows(graph, scores, {
    items: { data: values, dims: [items, dimension] },
    ...(matrix.bias && { bias: { data: matrix.bias, dims: [items] } }),
  });
  return {
    best: (asked, count) => best.run(asked, Math.min(count, items)),
    close: best.close,
  };
}

async function openQuantised(values: Float32Array, matrix: ItemMatrix): Promise<ItemScorer> {
  const { items, dimension, bias } = matrix;
  const graph = new GraphWriter();
  const query = graph.input('query', 'float32', [1, dimension]);
  const scanned = scanQuantised(graph, query, { ...quantiseRows(values, matrix), ...matrix });
  const scan = await openTopRows(graph, scanned, {});
  const exactScore = (asked: Float32Array, row: number): number => {
    let sum = bias === undefined ? 0 : singleAt(bias, row);
    for (let at = 0, offset = row * dimension; at < dimension; at += 1) {
      sum += singleAt(asked, at) * singleAt(values, offset + at);
    }
    return sum;
  };
  return {
    async best(asked, count) {
      const { rows } = await scan.run(asked, Math.min(Math.max(2 * count, count + 64), items));
      const exact = Array.from(rows, (row) => ({ row, score: exactScore(asked, row) }));
      exact.sort((a, b) => b.score - a.score || a.row - b.row);
      return columnsOf(exact.slice(0, count));
    },
    close: scan.close,
  };
}

/** The dot products in integers, scaled back: what the row was divided by times what the query was divided by. */
function scanQuantised(
  graph: GraphWriter,
  query: string,
  matrix: ItemMatrix & { readonly transposed: Int8Array; readonly scales: Float32Array },
): string {
  const { items, dimension, transposed, scales, bias } = matrix;
  const rows = graph.constant('quantisedRows', { data: transposed, dims: [dimension, items] });
  const rowScales = graph.constant('rowScales', { data: scales, dims: [items] });
  const [quantised = '', scale = '', zero = ''] = graph.nodes('DynamicQuantizeLinear', [query], 3);
  const products = graph.node('MatMulInteger', [quantised, rows, zero]);
  const floats = graph.node('Cast', [products], { attributes: { to: 1 } });
  const scores = graph.node('Mul', [floats, graph.node('Mul', [rowScales, scale])]);
  if (bias === undefined) return scores;
  return graph.node('Add', [scores, graph.constant('bias', { data: bias, dims: [items] })]);
}

interface TopRows {
  run(query: Float32Array, count: number): Promise<ScoredRows>;
  close(): Promise<void>;
}

/** Ends a graph of 1 × items scores with TopK, which prefers the smaller row where scores are equal. */
async function openTopRows(
  graph: GraphWriter,
  scores: string,
  constants: Tensors,
): Promise<TopRows> {
  const count = graph.input('count', 'int64', [1]);
  const [best = '', rows = ''] = graph.nodes('TopK', [scores, count], 2);
  graph.output(best, 'scores', 'float32', [1, 'count']);
  graph.output(rows, 'rows', 'int64', [1, 'count']);
  const session = await openGraph(graph.finish());
  return {
    async run(query, wanted) {
      if (wanted <= 0) return none;
      const result = await session.run({
        ...constants,
        query: { data: query, dims: [1, query.length] },
        count: { data: BigInt64Array.of(BigInt(wanted)), dims: [1] },
      });
      return {
        rows: rowsOf(result['rows']?.data),
        scores: scoresOf(result['scores']?.data),
      };
    },
    close: () => session.release(),
  };
}

/** Part of every answer, so no function is called for each row. */
function rowsOf(data: Tensor['data'] | undefined): Int32Array {
  const rows = new Int32Array(data?.length ?? 0);
  for (let at = 0; at < rows.length; at += 1) rows[at] = Number(data?.[at]);
  return rows;
}

function scoresOf(data: Tensor['data'] | undefined): Float32Array {
  return data instanceof Float32Array ? data : new Float32Array(0);
}

function columnsOf(
  scored: readonly { readonly row: number; readonly score: number }[],
): ScoredRows {
  return {
    rows: Int32Array.from(scored, ({ row }) => row),
    scores: Float32Array.from(scored, ({ score }) => score),
  };
}
