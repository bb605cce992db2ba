import type { ShopEvent } from '../event.js';
import type { Item } from '../item.js';
import { makeProducts } from './catalogue/products.js';
import { makeEvents } from './shoppers/events.js';
import { makeShoppers } from './shoppers/taste.js';

export interface SampleShop {
  readonly items: readonly Item[];
  /** By time; made while they are read, and anew each time. */
  events(): Generator<ShopEvent>;
}

const sampleSeed = 1907;

/** The shop as it stands at `now`, milliseconds since 1970: always the same shop, moved in time. */
export function makeSampleShop(now: number): SampleShop {
  const products = makeProducts(sampleSeed, now);
  const shoppers = makeShoppers(sampleSeed);
  return {
    items: products.map(({ item }) => item),
    events: () => makeEvents({ seed: sampleSeed, now, products, shoppers }),
  };
}
