import { seededRandom } from '../../shared/domain/random.js';
import type { Change } from '../../shared/ports/change-log.js';
import { did, product } from './training-shop.js';

export const items = 60;
const steps = 5;

/** A shop where each item leads to the next on a circle, mostly: easy to learn, and hard by popularity. */
export function circularShop(shoppers = 1_200): Change[] {
  const catalogue = Array.from({ length: items }, (_, item) => product(`i${item}`));
  return [...catalogue, ...walks({ shoppers, stride: 1, from: 0 })];
}

/** Shoppers that go round by strides, one after the other from a time on. */
export function walks(of: {
  readonly shoppers: number;
  readonly stride: number;
  readonly from: number;
}): Change[] {
  const random = seededRandom(of.stride);
  return Array.from({ length: of.shoppers }, (_, shopper) => {
    let item = Math.floor(random() * items);
    return Array.from({ length: steps }, (_, step) => {
      item = random() < 0.9 ? (item + of.stride) % items : Math.floor(random() * items);
      const ts = of.from + shopper * 1_000 + step;
      return did({ userId: `u${of.from + shopper}`, itemId: `i${item}`, ts });
    });
  }).flat();
}
