import { integerAt, singleAt } from '../../numeric/read.js';
import type { InteractionMatrix } from './interaction-matrix.js';

/** Pairs counted between two checkpoints. */
const pairsPerChunk = 20_000_000;

/**
 * XᵀX of the interactions: how many shoppers touched both of two items; items × items, row-major. Calls `pause` at
 * least every 20 million pairs with the share that is done.
 */
export async function gramOf(
  { starts, columns, itemIds }: InteractionMatrix,
  pause: (done: number) => Promise<void>,
): Promise<Float32Array<ArrayBuffer>> {
  const size = itemIds.length;
  const gram = new Float32Array(size * size);
  const shoppers = starts.length - 1;
  let pairs = 0;
  for (let shopper = 0; shopper < shoppers; shopper += 1) {
    const end = integerAt(starts, shopper + 1);
    const start = integerAt(starts, shopper);
    for (let a = start; a < end; a += 1) {
      const row = integerAt(columns, a) * size;
      for (let b = start; b < end; b += 1) {
        const cell = row + integerAt(columns, b);
        gram[cell] = singleAt(gram, cell) + 1;
      }
    }
    pairs += (end - start) ** 2;
    if (pairs < pairsPerChunk) continue;
    pairs = 0;
    await pause(shopper / shoppers);
  }
  return gram;
}
