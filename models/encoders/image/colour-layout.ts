import { singleAt } from '../../numeric/read.js';
import type { Plane } from './plane.js';

const rows = 4;
const columns = 4;

/**
 * Where the foreground has which colour: the mean of each plane in 4 rows of 2 cells, the right half folded onto the
 * left; 0 where a cell has no foreground. planes × 8 values; the planes and the mask are squares of one size.
 */
export function colourLayout(planes: readonly Plane[], mask: Plane): Float32Array {
  return Float32Array.from(planes.flatMap((plane) => [...cellMeans(plane, mask)]));
}

function cellMeans({ width: size, values }: Plane, mask: Plane): Float32Array {
  const half = columns / 2;
  const [sums, weights] = [new Float32Array(rows * half), new Float32Array(rows * half)];
  for (let at = 0; at < values.length; at += 1) {
    const across = Math.floor(((at % size) * columns) / size);
    const down = Math.floor((Math.floor(at / size) * rows) / size);
    const cell = down * half + Math.min(across, columns - 1 - across);
    const weight = singleAt(mask.values, at);
    sums[cell] = singleAt(sums, cell) + weight * singleAt(values, at);
    weights[cell] = singleAt(weights, cell) + weight;
  }
  return sums.map((sum, cell) => sum / (singleAt(weights, cell) + 1));
}
