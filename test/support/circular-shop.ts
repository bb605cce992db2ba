import { seededRandom } from '../../shared/domain/random.js';
import type { Change } from '../../shared/ports/change-log.js';
import { did, product } from './training-shop.js';

/** A shop where each item leads to the next on a circle, mostly: easy to learn, and hard by popularity. */
export function circularShop({ shoppers = 1_200, items = 60, steps = 5, seed = 1 } = {}): Change[] {
  const random = seededRandom(seed);
  const catalogue = Array.from({ length: items }, (_, item) => product(`i${item}`));
  const events = Array.from({ length: shoppers }, (_, shopper) => {
    let item = Math.floor(random() * items);
    return Array.from({ length: steps }, (_, step) => {
      item = random() < 0.9 ? (item + 1) % items : Math.floor(random() * items);
      return did({ userId: `u${shopper}`, itemId: `i${item}`, ts: shopper * 1_000 + step });
    });
  });
  return [...catalogue, ...events.flat()];
}
