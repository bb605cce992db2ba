import { describe, expect, it } from 'vitest';
import { CountingBoards } from '../../../../../../models/recommenders/ensemble/parts/counting-boards.js';
import {
  createFeatures,
  featureCount,
} from '../../../../../../models/recommenders/ensemble/session/features.js';
import { readProfile } from '../../../../../../models/recommenders/profile.js';
import type { Interaction } from '../../../../../../shared/domain/event.js';
import { hourMs, item, now, shopOf, visit } from '../../shop.js';

const shop = shopOf(
  item('a', { price: 10 }),
  item('b', { price: 10 * Math.E }),
  item('free', { price: 0 }),
  visit('s1', 'a cart:b'),
);
const { evidence } = shop;

function featuresOf(itemId: string, history: readonly Interaction[]): readonly number[] {
  const boards = new CountingBoards(evidence);
  const { log, kinds } = evidence.knowledge;
  boards.begin(readProfile(history, log.items, kinds), now);
  const row = new Float32Array(featureCount);
  const write = createFeatures({
    ...{ evidence, history, now, boards },
    counted: new Map([['b', { itemId: 'b', clicks: 0.1, carts: 0.2, orders: 0.3, combined: 0 }]]),
    rankings: new Map([['gru' as const, { itemIds: ['a', 'b'], scores: Float32Array.of(3, 1) }]]),
  });
  write(itemId, row);
  return [...row];
}
const history: readonly Interaction[] = [
  { itemId: 'b', kind: 'cart', ts: now - 3 },
  { itemId: 'a', kind: 'view', ts: now - 2 },
];

describe('the features of a candidate', () => {
  it('are what was counted, what evidence says, and what each model says', () => {
    const row = featuresOf('b', history);
    expect(row.slice(0, 3).map((value) => Number(value.toFixed(6)))).toEqual([0.1, 0.2, 0.3]);
    expect(row[3]).toBeGreaterThan(0);
    const [likelihood = 0, place = 0] = row.slice(10, 12);
    expect(likelihood).toBeCloseTo(Math.exp(-2), 6);
    expect(place).toBe(0.5);
    expect(row.slice(6, 10)).toEqual([0, 0, 0, 0]);
  });

  it('are popularity by objective and the age of the last event', () => {
    const row = featuresOf('b', history);
    expect(row[14]).toBe(0);
    expect(row[15]).toBeGreaterThan(0);
    expect(row[17]).toBeCloseTo(Math.exp(-(hourMs + 60_000) / (168 * hourMs)), 4);
  });

  it('are the price beside those that the session looked at', () => {
    expect(featuresOf('b', history)[18]).toBeCloseTo(0.5, 6);
    expect(featuresOf('a', history).slice(18, 20)).toEqual([-0.5, 0.5]);
    expect(featuresOf('free', history)[18]).toBe(0);
    expect(featuresOf('b', [])[18]).toBe(0);
  });

  it('are how often, how lately and by what deeds the session had the item', () => {
    const [often = 0, lately = 0, ...deeds] = featuresOf('b', history).slice(20);
    expect(often).toBeCloseTo(Math.log(2), 6);
    expect(lately).toBe(0.5);
    expect(deeds).toEqual([0, 1, 0]);
    expect(featuresOf('unheard-of', history).slice(14)).toEqual(new Array(11).fill(0));
  });
});
