import { floatAt } from './read.js';

/**
 * Solves A X = B for a symmetric positive definite A (size × size, row-major, of which the lower half is read) and B with
 * `width` columns, by Cholesky's decomposition in O(size³). Throws `RangeError` where A is not positive definite.
 */
export function solvePositiveDefinite(
  matrix: Float64Array,
  right: Float64Array,
  width: number,
): Float64Array {
  const size = Math.round(Math.sqrt(matrix.length));
  const lower = decompose(matrix, size);
  const solution = right.slice();
  for (let row = 0; row < size; row += 1) {
    for (let k = 0; k < row; k += 1) {
      subtract(solution, width, { from: row, row: k, times: floatAt(lower, row * size + k) });
    }
    divide(solution, width, row, floatAt(lower, row * size + row));
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    for (let k = row + 1; k < size; k += 1) {
      subtract(solution, width, { from: row, row: k, times: floatAt(lower, k * size + row) });
    }
    divide(solution, width, row, floatAt(lower, row * size + row));
  }
  return solution;
}

/** The lower triangle L with L Lᵀ = A. */
function decompose(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < row; column += 1) {
      const rest = floatAt(matrix, row * size + column) - overlap(lower, size, row, column);
      lower[row * size + column] = rest / floatAt(lower, column * size + column);
    }
    const pivot = floatAt(matrix, row * size + row) - overlap(lower, size, row, row);
    if (!(pivot > 0)) {
      throw new RangeError(`not positive definite: pivot ${row} of ${size} is ${pivot}`);
    }
    lower[row * size + row] = Math.sqrt(pivot);
  }
  return lower;
}

/** The product of two rows before the column that stands `before`. */
function overlap(lower: Float64Array, size: number, row: number, before: number): number {
  let sum = 0;
  for (let k = 0; k < before; k += 1) {
    sum += floatAt(lower, row * size + k) * floatAt(lower, before * size + k);
  }
  return sum;
}

interface Elimination {
  readonly from: number;
  readonly row: number;
  readonly times: number;
}

function subtract(values: Float64Array, width: number, { from, row, times }: Elimination): void {
  for (let at = 0; at < width; at += 1) {
    const place = from * width + at;
    values[place] = floatAt(values, place) - times * floatAt(values, row * width + at);
  }
}

function divide(values: Float64Array, width: number, row: number, by: number): void {
  for (let place = row * width; place < (row + 1) * width; place += 1) {
    values[place] = floatAt(values, place) / by;
  }
}
