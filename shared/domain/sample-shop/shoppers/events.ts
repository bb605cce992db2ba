import type { EventKind, ShopEvent } from '../../event.js';
import { type Random, seededRandom } from '../../random.js';
import type { Product } from '../catalogue/products.js';
import { at, pickWeighted } from '../choice.js';
import { makeShelves, type Shelves } from './shelf.js';
import type { Shopper } from './taste.js';
import { type Action, freshMemory, type Memory, visit } from './visit.js';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
export const daysOfShopping = 60;

interface Shop {
  readonly random: Random;
  readonly shelves: Shelves;
  readonly memories: readonly Memory[];
  visitCount: number;
}

interface Day {
  /** From 1 to `daysOfShopping`. */
  readonly number: number;
  readonly start: number;
}

type Draft = Omit<ShopEvent, 'id'>;

/**
 * About 120,000 events of the sixty days before `now` (milliseconds since 1970), by time; the same, with the same
 * ids, for the same seed, products and shoppers. Holds no more than a day of them.
 */
export function* makeEvents(order: {
  readonly seed: number;
  readonly now: number;
  readonly products: readonly Product[];
  readonly shoppers: readonly Shopper[];
}): Generator<ShopEvent> {
  const { seed, now, products, shoppers } = order;
  const shop: Shop = {
    random: seededRandom(seed + 3),
    shelves: makeShelves(products, seed, now),
    memories: shoppers.map(freshMemory),
    visitCount: 0,
  };
  let eventCount = 0;
  let drafts: Draft[] = [];
  for (let day = 1; day <= daysOfShopping; day += 1) {
    const dayEnd = now - (daysOfShopping - day) * dayMs;
    const today = dayOfShopping(shop, shoppers, { number: day, start: dayEnd - dayMs });
    const waiting = drafts.concat(today);
    waiting.sort((a, b) => a.ts - b.ts);
    drafts = waiting.filter(({ ts }) => ts > dayEnd);
    for (const draft of waiting) {
      if (draft.ts > dayEnd) break;
      eventCount += 1;
      yield { id: `sample-${String(eventCount).padStart(6, '0')}`, ...draft };
    }
  }
}

function dayOfShopping(shop: Shop, shoppers: readonly Shopper[], day: Day): Draft[] {
  const { random, shelves } = shop;
  const drafts: Draft[] = [];
  for (const [index, shopper] of shoppers.entries()) {
    const memory = at(shop.memories, index);
    if (!comes(random, shopper, memory, day)) continue;
    const startsAt = timeOfDay(random, day.start);
    const actions = visit({ random, shelves, shopper, memory, startsAt });
    for (const draft of identified(shop, shopper, actions, day)) drafts.push(draft);
  }
  return drafts;
}

/** Whoever has run out of something comes four times as readily. */
function comes(random: Random, shopper: Shopper, memory: Memory, day: Day): boolean {
  if (day.number <= shopper.firstDay) return day.number === shopper.firstDay;
  const busyness = at(busynessByWeekday, new Date(day.start + dayMs / 2).getUTCDay());
  const need = hasRunOut(memory, day.start) ? 4 : 1;
  return random() < shopper.visitsPerDay * busyness * need;
}

/** Sunday first. */
const busynessByWeekday = [1.3, 1, 0.9, 0.9, 0.95, 1, 1.25];
const busynessByHour = [
  2, 1, 0.5, 0.3, 0.3, 0.6, 2, 4, 5, 5, 5.5, 6, 7, 6, 5, 5, 5.5, 6.5, 8, 10, 11, 10, 7, 4,
];
const hours = busynessByHour.map((_, hour) => hour);

/** A moment of the 24 hours from `dayStart` on, at an hour of the clock (UTC) at which people shop. */
function timeOfDay(random: Random, dayStart: number): number {
  const moment = (pickWeighted(random, hours, busynessByHour) + random()) * hourMs;
  const midnight = Math.floor(dayStart / dayMs) * dayMs;
  return Math.round(midnight + moment + (midnight + moment < dayStart ? dayMs : 0));
}

function hasRunOut({ supplies }: Memory, ts: number): boolean {
  for (const { emptyAt } of supplies.values()) if (emptyAt < ts) return true;
  return false;
}

/** Of the later visits some 27 % stay anonymous; in others the shopper signs in on the way. */
function identified(shop: Shop, shopper: Shopper, actions: readonly Action[], day: Day) {
  shop.visitCount += 1;
  const sessionId = `visit-${String(shop.visitCount).padStart(6, '0')}`;
  const signsInAt = day.number === shopper.firstDay ? 0 : signInPoint(shop.random, actions.length);
  return actions.flatMap(({ product, kind, ts }, index): readonly Draft[] => {
    const type = (shopper.usesTracker ? trackerNames : appNames)[kind];
    if (type === undefined) return [];
    const draft = { sessionId, itemId: product.item.id, type, ts };
    return index < signsInAt ? [draft] : [{ ...draft, userId: shopper.id }];
  });
}

/** How many actions of a visit come before its shopper is known: none, a third, or all of them. */
function signInPoint(random: Random, actionCount: number): number {
  const manner = random();
  if (manner < 0.33) return actionCount;
  return manner < 0.47 ? Math.ceil(actionCount / 3) : 0;
}

const appNames: Readonly<Record<EventKind, string>> = {
  view: 'item_view',
  like: 'item_like',
  cart: 'item_add_to_cart_tap',
  offer: 'offer_make',
  checkout: 'buy_start',
  order: 'buy_comp',
  comment: 'comment',
  share: 'share',
  dismiss: 'dismiss',
};
const trackerNames: Readonly<Partial<Record<EventKind, string>>> = {
  view: 'clicks',
  cart: 'carts',
  order: 'orders',
};
