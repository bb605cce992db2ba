import { expect, test } from 'vitest';
import {
  builtInEventTypes,
  type EventKind,
  eventKinds,
  type ShopEvent,
} from '../../../../../../shared/domain/event.js';
import { complements } from '../../../../../../shared/domain/sample-shop/catalogue/departments.js';
import {
  makeProducts,
  type Product,
} from '../../../../../../shared/domain/sample-shop/catalogue/products.js';
import { makeEvents } from '../../../../../../shared/domain/sample-shop/shoppers/events.js';
import { makeShoppers } from '../../../../../../shared/domain/sample-shop/shoppers/taste.js';

const seed = 1;
const now = Date.UTC(2026, 5, 17, 12);
const dayMs = 86_400_000;
const products = makeProducts(seed, now);
const productOf = new Map(products.map((product) => [product.item.id, product]));
const shoppers = makeShoppers(seed);
const events = [...makeEvents({ seed, now, products, shoppers })];
const sessions = grouped(events, ({ sessionId }) => sessionId);

function grouped<T>(values: readonly T[], keyOf: (value: T) => string | undefined) {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}

function product(event: ShopEvent): Product {
  const found = productOf.get(event.itemId);
  if (found === undefined) throw new Error(`no product ${event.itemId}`);
  return found;
}

const kindOf = ({ type }: ShopEvent): EventKind | undefined => builtInEventTypes.get(type)?.kind;
const ofKind = (kind: EventKind, from: readonly ShopEvent[] = events) =>
  from.filter((event) => kindOf(event) === kind);
const share = <T>(values: readonly T[], holds: (value: T) => boolean) =>
  values.filter(holds).length / values.length;

function countsOf(values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

const mostFrequent = (values: readonly string[]) =>
  [...countsOf(values)].sort(([, a], [, b]) => b - a)[0]?.[0];

test('there are about 120,000 events of 5,000 shoppers, by time, within the sixty days before now', () => {
  expect(events.length).toBeGreaterThan(110_000);
  expect(events.length).toBeLessThan(130_000);
  expect(new Set(events.flatMap(({ userId }) => userId ?? [])).size).toBe(5000);
  expect(events.every(({ ts }, index) => ts >= (events[index - 1]?.ts ?? 0))).toBe(true);
  expect(events.every(({ ts }) => ts > now - 60 * dayMs && ts <= now)).toBe(true);
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
});

test('the same seed and time make the same events, another seed others', () => {
  const again = makeEvents({ seed, now, products, shoppers });
  for (const event of events.slice(0, 5000)) expect(again.next().value).toEqual(event);
  const others = makeEvents({ seed: 2, now, products, shoppers });
  const differing = events.slice(0, 100).filter((event) => others.next().value?.ts !== event.ts);
  expect(differing.length).toBeGreaterThan(90);
});

test('events of every kind are there, the weak ones more often than the strong', () => {
  const counts = eventKinds.map((kind) => ofKind(kind).length);
  expect(Math.min(...counts)).toBeGreaterThan(500);
  expect(ofKind('view').length).toBeGreaterThan(5 * ofKind('cart').length);
  expect(ofKind('cart').length).toBeGreaterThan(ofKind('order').length);
  expect(new Set(events.map(({ type }) => type))).toContain('orders');
});

test('nobody meets a product before it came or long after it went off sale', () => {
  const impossible = events.filter((event) => {
    const { createdAt, isActive } = product(event).item;
    return event.ts < createdAt || (!isActive && event.ts > now - 9 * dayMs);
  });
  expect(impossible).toEqual([]);
});

test('a quarter of the visits are anonymous, and some sign in on the way and stay signed in', () => {
  const visits = [...sessions.values()];
  const anonymous = share(visits, (visit) => visit.every(({ userId }) => userId === undefined));
  expect(anonymous).toBeGreaterThan(0.2);
  expect(anonymous).toBeLessThan(0.3);
  const mixed = visits.filter((visit) => new Set(visit.map(({ userId }) => userId)).size > 1);
  expect(mixed.length / visits.length).toBeGreaterThan(0.05);
  for (const visit of mixed) {
    const firstKnown = visit.findIndex(({ userId }) => userId !== undefined);
    expect(new Set(visit.slice(firstKnown).map(({ userId }) => userId)).size).toBe(1);
  }
});

test('an order follows a cart of the same visit, and a checkout where the app reports those', () => {
  for (const visit of sessions.values()) {
    for (const [index, order] of visit.entries()) {
      if (kindOf(order) !== 'order') continue;
      const before = visit.slice(0, index).filter(({ itemId }) => itemId === order.itemId);
      expect(before.map(kindOf)).toContain('cart');
      if (order.type === 'buy_comp') expect(before.map(kindOf)).toContain('checkout');
    }
  }
});

test('a visit takes minutes, with gaps of seconds', () => {
  const gaps = [...sessions.values()].flatMap((visit) =>
    visit.slice(1).map(({ ts }, index) => ts - (visit[index]?.ts ?? 0)),
  );
  gaps.sort((a, b) => a - b);
  expect(gaps[Math.floor(gaps.length / 2)]).toBeGreaterThan(4_000);
  expect(gaps[Math.floor(gaps.length / 2)]).toBeLessThan(40_000);
  expect(gaps.at(-1)).toBeLessThan(30 * 60_000);
});

test('evenings are busier than nights, and weekends than weekdays', () => {
  const inHours = (from: number, to: number) =>
    events.filter(({ ts }) => {
      const hour = new Date(ts).getUTCHours();
      return hour >= from && hour < to;
    }).length;
  expect(inHours(18, 22)).toBeGreaterThan(5 * inHours(1, 5));
  const weekend = share(events, ({ ts }) => new Date(ts).getUTCDay() % 6 === 0);
  expect(weekend).toBeGreaterThan(2 / 7 + 0.02);
});

test('what shoppers look at tells their department', () => {
  const views = grouped(ofKind('view'), ({ userId }) => userId);
  const busy = shoppers.filter(({ id }) => (views.get(id)?.length ?? 0) >= 15);
  const recovered = share(busy, ({ id, taste }) => {
    const seen = (views.get(id) ?? []).map((event) => product(event).department.name);
    return [taste.favourite.name, taste.second.name].includes(mostFrequent(seen) ?? '');
  });
  expect(busy.length).toBeGreaterThan(500);
  expect(recovered).toBeGreaterThan(0.9);
});

test('what shoppers look at tells their colours and the level of their purse', () => {
  const tasteOf = new Map(shoppers.map(({ id, taste }) => [id, taste]));
  const views = ofKind('view').filter(({ userId }) => userId !== undefined);
  const inColour = share(views, (event) => {
    const colours = tasteOf.get(event.userId ?? '')?.colours ?? [];
    return colours.includes(product(event).colour);
  });
  // Three of sixteen colours are 19 % by chance.
  expect(inColour).toBeGreaterThan(0.35);
  const onLevel = share(views, (event) => {
    return tasteOf.get(event.userId ?? '')?.level === product(event).brand.level;
  });
  expect(onLevel).toBeGreaterThan(0.5);
});

test('complements are ordered together far more often than chance would have it', () => {
  const baskets = [...sessions.values()]
    .map((visit) => new Set(ofKind('order', visit).map((event) => product(event).category.name)))
    .filter((basket) => basket.size > 0);
  for (const [one, other] of complements) {
    const both = share(baskets, (basket) => basket.has(one) && basket.has(other));
    const byChance =
      share(baskets, (basket) => basket.has(one)) * share(baskets, (basket) => basket.has(other));
    expect(both / byChance, `${one} with ${other}`).toBeGreaterThan(3);
  }
});

test('consumables are ordered again by the same shopper, other things hardly ever', () => {
  const orders = ofKind('order').filter(({ userId }) => userId !== undefined);
  const again = (isConsumable: boolean) => {
    const chosen = orders.filter(
      (event) => (product(event).category.rebuyDays !== undefined) === isConsumable,
    );
    const perShopper = grouped(chosen, ({ userId, itemId }) => `${userId} ${itemId}`);
    return share([...perShopper.values()], (times) => times.length > 1);
  };
  expect(again(true)).toBeGreaterThan(0.1);
  expect(again(true)).toBeGreaterThan(4 * again(false));
});

test('a few products get most of the attention', () => {
  const counts = [...countsOf(events.map(({ itemId }) => itemId)).values()].sort((a, b) => b - a);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  expect(counts.length).toBeGreaterThan(1900);
  expect(sum(counts.slice(0, 200)) / events.length).toBeGreaterThan(0.3);
  expect(sum(counts.slice(0, 200)) / events.length).toBeLessThan(0.7);
});

test('some products rise in the last week while others have faded', () => {
  const lately = countsOf(events.flatMap(({ itemId, ts }) => (ts > now - 4 * dayMs ? itemId : [])));
  const before = countsOf(
    events.flatMap(({ itemId, ts }) => (ts < now - 30 * dayMs ? itemId : [])),
  );
  // Per day: four days against thirty.
  const growth = (id: string) =>
    ((lately.get(id) ?? 0) + 1) / 4 / (((before.get(id) ?? 0) + 1) / 30);
  const growths = products
    .filter(({ item }) => item.isActive && item.createdAt < now - 61 * dayMs)
    .filter(({ item }) => (lately.get(item.id) ?? 0) + (before.get(item.id) ?? 0) > 30)
    .map(({ item }) => growth(item.id));
  expect(growths.filter((each) => each > 3).length).toBeGreaterThan(15);
  expect(growths.filter((each) => each < 1 / 3).length).toBeGreaterThan(15);
});
