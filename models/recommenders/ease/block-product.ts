import { type GraphSession, openGraph } from '../../numeric/onnx/graph-session.js';
import { GraphWriter } from '../../numeric/onnx/graph-writer.js';

/** Row-major. */
export interface Matrix {
  readonly values: Float32Array<ArrayBuffer>;
  readonly rows: number;
  readonly columns: number;
}

/** Multiplications of one run: some 60 ms, so that a cancellation is soon heard. */
const productsPerRun = 5e9;

export function emptyMatrix(rows: number, columns: number): Matrix {
  return { values: new Float32Array(rows * columns), rows, columns };
}

/** Products of matrices by ONNX Runtime's Gemm, 50 times faster than loops (a run costs 7 µs), in pieces of rows. */
export interface BlockProducts {
  /** a · b */
  product(a: Matrix, b: Matrix): Promise<Matrix>;
  /** c − a · b */
  subtracted(a: Matrix, b: Matrix, c: Matrix): Promise<Matrix>;
  /** c + a · bᵀ */
  addedTransposed(a: Matrix, b: Matrix, c: Matrix): Promise<Matrix>;
  release(): Promise<void>;
}

type Kind = 'plain' | 'subtract' | 'addTransposed';

/** Calls `pause` after each piece with the multiplications done since. */
export async function openBlockProducts(
  pause: (multiplications: number) => Promise<void>,
): Promise<BlockProducts> {
  const [plain, subtract, addTransposed] = await Promise.all([
    openGraph(gemmGraph('plain')),
    openGraph(gemmGraph('subtract')),
    openGraph(gemmGraph('addTransposed')),
  ]);
  const pieces = (session: GraphSession, columns: number) =>
    async function multiply(a: Matrix, b: Matrix, c?: Matrix): Promise<Matrix> {
      const y = emptyMatrix(a.rows, columns);
      const perRow = a.columns * columns;
      const height = Math.max(1, Math.floor(productsPerRun / perRow));
      for (let start = 0; start < a.rows; start += height) {
        const end = Math.min(start + height, a.rows);
        const slice = (matrix: Matrix) => tensorOf(matrix, start, end);
        const feeds = { a: slice(a), b: tensorOf(b, 0, b.rows), ...(c && { c: slice(c) }) };
        await session.run(feeds, { y: slice(y) });
        await pause((end - start) * perRow);
      }
      return y;
    };
  return {
    product: (a, b) => pieces(plain, b.columns)(a, b),
    subtracted: (a, b, c) => pieces(subtract, b.columns)(a, b, c),
    addedTransposed: (a, b, c) => pieces(addTransposed, b.rows)(a, b, c),
    async release() {
      await Promise.all([plain, subtract, addTransposed].map((session) => session.release()));
    },
  };
}

function tensorOf({ values, columns }: Matrix, start: number, end: number) {
  return { data: values.subarray(start * columns, end * columns), dims: [end - start, columns] };
}

function gemmGraph(kind: Kind): Uint8Array {
  const graph = new GraphWriter();
  const inputs = [
    graph.input('a', 'float32', ['rows', 'inner']),
    graph.input('b', 'float32', ['b-rows', 'b-columns']),
    ...(kind === 'plain' ? [] : [graph.input('c', 'float32', ['rows', 'columns'])]),
  ];
  const attributes = {
    alpha: { float: kind === 'subtract' ? -1 : 1 },
    transB: kind === 'addTransposed' ? 1 : 0,
  };
  const y = graph.node('Gemm', inputs, { attributes });
  graph.output(y, 'y', 'float32', ['rows', 'columns']);
  return graph.finish();
}
