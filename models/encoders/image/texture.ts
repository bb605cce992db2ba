import { singleAt } from '../../numeric/read.js';
import { solid } from './foreground.js';
import type { Plane } from './plane.js';

const reaches = [1, 2];
/** 0 to 8 brighter neighbours in one run, and all other patterns together. */
const patterns = 10;
/** In units of lightness: less is noise. */
const noise = 1;
/** Right, down: the eight neighbours in a circle. */
const circle: readonly (readonly [number, number])[] = [
  ...[[-1, -1] as const, [0, -1] as const, [1, -1] as const, [1, 0] as const],
  ...[[1, 1] as const, [0, 1] as const, [-1, 1] as const, [-1, 0] as const],
];

/**
 * How the foreground is woven: for neighbours one and two pixels away, the square roots of the shares of uniform local
 * binary patterns, whichever way they are turned (Ojala, Pietikäinen & Mäenpää, 2002): 2 × 10 values.
 */
export function texture(lightness: Plane, mask: Plane): Float32Array {
  const histograms = reaches.map((reach) => patternShares(lightness, mask, reach));
  return Float32Array.from(histograms.flatMap((shares) => [...shares]));
}

function patternShares(lightness: Plane, mask: Plane, reach: number): Float32Array {
  const { width, height } = lightness;
  const offsets = Int32Array.from(circle, ([right, down]) => reach * (down * width + right));
  const counts = new Float32Array(patterns);
  let total = 1;
  for (let row = reach; row < height - reach; row += 1) {
    for (let column = reach; column < width - reach; column += 1) {
      const at = row * width + column;
      if (singleAt(mask.values, at) <= solid) continue;
      const pattern = patternAt(lightness.values, at, offsets);
      counts[pattern] = singleAt(counts, pattern) + 1;
      total += 1;
    }
  }
  return counts.map((count) => Math.sqrt(count / total));
}

/** The number of brighter neighbours if they lie in one run, the last pattern otherwise. */
function patternAt(values: Float32Array, at: number, offsets: Int32Array): number {
  const bar = singleAt(values, at) + noise;
  let [brighter, changes] = [0, 0];
  let wasBrighter = singleAt(values, at + (offsets[7] ?? 0)) > bar;
  for (const offset of offsets) {
    const isBrighter = singleAt(values, at + offset) > bar;
    if (isBrighter) brighter += 1;
    if (isBrighter !== wasBrighter) changes += 1;
    wasBrighter = isBrighter;
  }
  return changes <= 2 ? brighter : patterns - 1;
}
