/**
 * The cosine of the angle between two vectors of one length, in [-1, 1]; undefined where either is all zeros. Both are
 * scaled by their largest value first, so that no square overflows or vanishes.
 */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number | undefined {
  const scaleOfA = largestMagnitude(a);
  const scaleOfB = largestMagnitude(b);
  if (scaleOfA === 0 || scaleOfB === 0) return undefined;
  let product = 0;
  let squaresOfA = 0;
  let squaresOfB = 0;
  for (let at = 0; at < a.length; at += 1) {
    const left = (a[at] ?? 0) / scaleOfA;
    const right = (b[at] ?? 0) / scaleOfB;
    product += left * right;
    squaresOfA += left * left;
    squaresOfB += right * right;
  }
  return Math.max(-1, Math.min(1, product / Math.sqrt(squaresOfA * squaresOfB)));
}

function largestMagnitude(vector: ArrayLike<number>): number {
  let largest = 0;
  for (let at = 0; at < vector.length; at += 1) {
    largest = Math.max(largest, Math.abs(vector[at] ?? 0));
  }
  return largest;
}

export function isZero(vector: ArrayLike<number>): boolean {
  return largestMagnitude(vector) === 0;
}

/** The first `dimensions` values, of unit length again unless they are all zeros; the vector itself where it has no more. */
export function shortened(vector: Float32Array, dimensions: number): Float32Array {
  if (dimensions >= vector.length) return vector;
  const head = vector.slice(0, dimensions);
  let squares = 0;
  for (const value of head) squares += value * value;
  return squares === 0 ? head : head.map((value) => value / Math.sqrt(squares));
}

/** Adds `factor` times `vector` to `sum`, which is of the same length. */
export function addScaled(sum: Float32Array, vector: Float32Array, factor: number): void {
  for (let at = 0; at < sum.length; at += 1) {
    sum[at] = (sum[at] ?? 0) + factor * (vector[at] ?? 0);
  }
}
