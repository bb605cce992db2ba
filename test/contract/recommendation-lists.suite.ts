import { beforeEach, describe, expect, it } from 'vitest';
import type {
  RecommendationList,
  RecommendationLists,
} from '../../shared/ports/recommendation-lists.js';

interface ListsUnderTest {
  readonly lists: RecommendationLists;
  /** Lets time pass. */
  wait(ms: number): void;
}
export type NewLists = (limits: {
  readonly maxLists: number;
  readonly maxCandidates: number;
  readonly ttlMs: number;
}) => ListsUnderTest;

function list(id: string, length = 2): RecommendationList {
  return {
    id,
    model: 'blend',
    basis: 'as of now',
    candidates: Array.from({ length }, (_, index) => ({
      itemId: `item ${index} of ${id}`,
      score: 1 / (index + 1),
      reason: { kind: 'popular', thisWeek: index === 0 },
    })),
  };
}

export function recommendationListsSuite(name: string, newLists: NewLists): void {
  describe(`${name} as a keeper of recommendation lists`, () => {
    let underTest = newLists({ maxLists: 3, maxCandidates: 100, ttlMs: 1_000 });
    beforeEach(() => {
      underTest = newLists({ maxLists: 3, maxCandidates: 100, ttlMs: 1_000 });
    });
    const lists = () => underTest.lists;

    it('finds a list by its key and by its id, and no other', () => {
      lists().keep('ann', list('1'));
      expect(lists().byKey('ann')).toEqual(list('1'));
      expect(lists().byId('1')).toEqual(list('1'));
      expect(lists().byKey('1')).toBeUndefined();
      expect(lists().byId('ann')).toBeUndefined();
      expect(lists().byKey('__proto__')).toBeUndefined();
    });

    it('gives the newest list of a key, and the older one by its id', () => {
      lists().keep('ann', list('1'));
      lists().keep('ann', list('2'));
      expect(lists().byKey('ann')).toEqual(list('2'));
      expect(lists().byId('1')).toEqual(list('1'));
    });

    it('keeps an empty list', () => {
      lists().keep('ann', list('1', 0));
      expect(lists().byKey('ann')).toEqual(list('1', 0));
    });

    it('lets the least recently used go where there are too many', () => {
      for (const id of ['1', '2', '3']) lists().keep(`key ${id}`, list(id));
      lists().byKey('key 1');
      lists().keep('key 4', list('4'));
      expect(lists().byKey('key 2')).toBeUndefined();
      expect(lists().byId('2')).toBeUndefined();
      expect(lists().byKey('key 1')).toEqual(list('1'));
      expect(lists().byKey('key 4')).toEqual(list('4'));
    });

    it('lets lists go where all together are too long', () => {
      lists().keep('ann', list('1', 60));
      lists().keep('bob', list('2', 60));
      expect(lists().byKey('ann')).toBeUndefined();
      expect(lists().byKey('bob')).toEqual(list('2', 60));
    });

    it('does not keep a list that is longer than all may be, nor the older one in its place', () => {
      lists().keep('ann', list('1'));
      lists().keep('ann', list('2', 101));
      expect(lists().byKey('ann')).toBeUndefined();
      expect(lists().byId('2')).toBeUndefined();
    });

    it('counts how often a key found a list, and how often none', () => {
      lists().keep('ann', list('1'));
      for (const key of ['ann', 'bob', 'ann']) lists().byKey(key);
      lists().byId('2');
      expect(lists().counts()).toEqual({ hits: 2, misses: 1 });
    });

    it('lets a list go when its time is over, though it was used', () => {
      lists().keep('ann', list('1'));
      underTest.wait(900);
      expect(lists().byKey('ann')).toEqual(list('1'));
      underTest.wait(200);
      expect(lists().byKey('ann')).toBeUndefined();
      expect(lists().byId('1')).toBeUndefined();
    });
  });
}
