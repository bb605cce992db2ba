import { describe, expect, it } from 'vitest';
import { parseBoosts } from '../../../../../shared/domain/filter/boost.js';
import type { Item } from '../../../../../shared/domain/item.js';
import { boostCandidates } from '../../../../../shared/domain/ranking/boost-candidates.js';

const item = (id: string, price: number): Item => ({
  id,
  name: id,
  categories: [],
  tags: [],
  price,
  attributes: {},
  isActive: true,
  createdAt: 0,
});
const items = new Map([item('a', 10), item('b', 20), item('c', 30)].map((each) => [each.id, each]));
const itemOf = (id: string) => items.get(id);
const candidates = [
  { itemId: 'a', score: 3 },
  { itemId: 'b', score: 2 },
  { itemId: 'c', score: 1 },
  { itemId: 'gone', score: 0.5 },
];

describe('boostCandidates', () => {
  it('multiplies by every factor that applies and puts the best first again', () => {
    const boosts = parseBoosts('price > 15: 2; price > 25: 4');
    expect(boostCandidates(candidates, boosts, itemOf)).toEqual([
      { itemId: 'c', score: 8 },
      { itemId: 'b', score: 4 },
      { itemId: 'a', score: 3 },
      { itemId: 'gone', score: 0.5 },
    ]);
  });

  it('sinks by a factor of 0 and removes nothing', () => {
    const ids = boostCandidates(candidates, parseBoosts('price < 15: 0'), itemOf);
    expect(ids.map(({ itemId }) => itemId)).toEqual(['b', 'c', 'gone', 'a']);
  });

  it('leaves a list without boosts as it is', () => {
    expect(boostCandidates(candidates, [], itemOf)).toBe(candidates);
  });
});
