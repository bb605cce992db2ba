import { seededRandom } from '../../../shared/domain/random.js';

export interface Sample {
  readonly size: number;
  readonly dimensions: number;
}

/** Vectors of unit length in a thousand clusters, as those of a shop's texts and pictures lie. size × dimensions. */
export function clusteredVectors({ size, dimensions }: Sample, seed: number): Float32Array {
  const centres = scattered(1_000 * dimensions, 1);
  const random = seededRandom(seed);
  const vectors = scattered(size * dimensions, seed);
  for (let row = 0; row < size; row += 1) {
    const centre = Math.floor(random() * 1_000) * dimensions;
    const start = row * dimensions;
    let squares = 0;
    for (let at = 0; at < dimensions; at += 1) {
      const value = (centres[centre + at] ?? 0) + 0.7 * (vectors[start + at] ?? 0);
      vectors[start + at] = value;
      squares += value * value;
    }
    const length = Math.sqrt(squares);
    for (let at = start; at < start + dimensions; at += 1) {
      vectors[at] = (vectors[at] ?? 0) / length;
    }
  }
  return vectors;
}

function scattered(length: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  const values = new Float32Array(length);
  for (let at = 0; at < length; at += 1) values[at] = random() + random() + random() - 1.5;
  return values;
}

export const itemId = (row: number | '') => `item-${row}`;
