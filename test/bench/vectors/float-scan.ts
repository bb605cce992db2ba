import { selectBest } from '../../../models/numeric/select-best.js';

/** What the index is measured against: each cosine in plain JavaScript, over unit vectors in one flat array. */
export function floatScan(
  vectors: Float32Array,
  query: Float32Array,
  { count, accept }: { readonly count: number; accept(row: number): boolean },
): readonly number[] {
  const dimensions = query.length;
  const size = vectors.length / dimensions;
  const scores = new Float64Array(size);
  const keys = new Int32Array(size);
  for (let row = 0, start = 0; row < size; row += 1, start += dimensions) {
    let product = 0;
    for (let at = 0; at < dimensions; at += 1) {
      product += (vectors[start + at] ?? 0) * (query[at] ?? 0);
    }
    scores[row] = product;
    keys[row] = row;
  }
  return selectBest({ keys, size, scores, count, wins: (a, b) => a < b, accept });
}
