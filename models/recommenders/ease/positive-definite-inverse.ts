import { floatAt, singleAt } from '../../numeric/read.js';
import { type BlockProducts, emptyMatrix, type Matrix } from './block-product.js';

/** Below this size plain loops in double precision are as fast, and more exact. */
const smallest = 64;
/** Blocks begin at multiples of what SIMD reads at once. */
const blockUnit = 8;

/**
 * The inverse of a symmetric positive definite matrix, by recursion over its Schur complement: with A⁻¹ of the upper
 * left block and S = D − Bᵀ A⁻¹ B, nearly all arithmetic is in five large products (2.3 n³ multiplications in all).
 * Writes into the matrix; needs about three times its room. Throws `RangeError` where it is not positive definite.
 */
export async function invertInPlace(matrix: Matrix, products: BlockProducts): Promise<void> {
  const { rows } = matrix;
  if (rows <= smallest) {
    invertSmall(matrix);
    return;
  }
  const upper = Math.floor(rows / 2 / blockUnit) * blockUnit;
  const lower = rows - upper;
  const a = blockOf(matrix, { row: 0, column: 0, rows: upper, columns: upper });
  await invertInPlace(a, products);
  const b = blockOf(matrix, { row: 0, column: upper, rows: upper, columns: lower });
  const t = await products.product(a, b);
  const bTransposed = blockOf(matrix, { row: upper, column: 0, rows: lower, columns: upper });
  const d = blockOf(matrix, { row: upper, column: upper, rows: lower, columns: lower });
  const schur = await products.subtracted(bTransposed, t, d);
  await invertInPlace(schur, products);
  const q = await products.product(t, schur);
  write(matrix, await products.addedTransposed(q, t, a), { row: 0, column: 0 });
  write(matrix, schur, { row: upper, column: upper });
  writeNegativeBothWays(matrix, q, upper);
}

interface Place {
  readonly row: number;
  readonly column: number;
}

function blockOf(
  { values, columns: width }: Matrix,
  { row, column, rows, columns }: Place & { readonly rows: number; readonly columns: number },
): Matrix {
  const block = emptyMatrix(rows, columns);
  for (let r = 0; r < rows; r += 1) {
    const start = (row + r) * width + column;
    block.values.set(values.subarray(start, start + columns), r * columns);
  }
  return block;
}

function write({ values, columns: width }: Matrix, block: Matrix, { row, column }: Place): void {
  for (let r = 0; r < block.rows; r += 1) {
    const source = block.values.subarray(r * block.columns, (r + 1) * block.columns);
    values.set(source, (row + r) * width + column);
  }
}

/** −q into the upper right block, and its mirror image into the lower left. */
function writeNegativeBothWays({ values, columns: width }: Matrix, q: Matrix, upper: number): void {
  for (let r = 0; r < q.rows; r += 1) {
    for (let c = 0; c < q.columns; c += 1) {
      const value = -singleAt(q.values, r * q.columns + c);
      values[r * width + upper + c] = value;
      values[(upper + c) * width + r] = value;
    }
  }
}

/** By Cholesky's decomposition: with M = L Lᵀ and W = L⁻¹, M⁻¹ = Wᵀ W. */
function invertSmall({ values, rows: n }: Matrix): void {
  const w = invertLower(choleskyOf(values, n), n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = 0;
      for (let k = i; k < n; k += 1) sum += floatAt(w, k * n + i) * floatAt(w, k * n + j);
      values[i * n + j] = sum;
      values[j * n + i] = sum;
    }
  }
}

function choleskyOf(values: Float32Array, n: number): Float64Array {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = singleAt(values, i * n + j);
      for (let k = 0; k < j; k += 1) sum -= floatAt(lower, i * n + k) * floatAt(lower, j * n + k);
      lower[i * n + j] = i === j ? rootOf(sum) : sum / floatAt(lower, j * n + j);
    }
  }
  return lower;
}

function rootOf(pivot: number): number {
  if (pivot > 0) return Math.sqrt(pivot);
  throw new RangeError(`the matrix is not positive definite: a pivot is ${pivot}`);
}

function invertLower(lower: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  for (let column = 0; column < n; column += 1) {
    for (let i = column; i < n; i += 1) {
      let sum = i === column ? 1 : 0;
      for (let k = column; k < i; k += 1) {
        sum -= floatAt(lower, i * n + k) * floatAt(inverse, k * n + column);
      }
      inverse[i * n + column] = sum / floatAt(lower, i * n + i);
    }
  }
  return inverse;
}
