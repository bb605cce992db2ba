import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diversifiedPlaces, diversify } from '../../../../../shared/domain/ranking/diversify.js';

const candidates = [
  { itemId: 'mug-1', score: 1 },
  { itemId: 'mug-2', score: 0.9 },
  { itemId: 'mug-3', score: 0.8 },
  { itemId: 'pen-1', score: 0.7 },
];
const ofName = (itemId: string) => ({ categories: [itemId.split('-')[0] ?? ''] });
const ids = (list: readonly { readonly itemId: string }[]) => list.map(({ itemId }) => itemId);

const ranked = fc
  .array(fc.double({ min: 0, max: 10, noNaN: true }), { maxLength: 120 })
  .map((scores) =>
    scores.sort((a, b) => b - a).map((score, at) => ({ itemId: `${at % 7}-${at}`, score })),
  );
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('diversify', () => {
  it('keeps the list as it is at 0', () => {
    expect(diversify(candidates, 0, ofName)).toBe(candidates);
  });

  it('puts another category in between, and takes from the score what likeness costs', () => {
    expect(diversify(candidates, 0.5, ofName)).toEqual([
      { itemId: 'mug-1', score: 1 },
      { itemId: 'pen-1', score: expect.closeTo(Math.sqrt(0.7)) },
      { itemId: 'mug-2', score: expect.closeTo(Math.sqrt(0.9) / 2) },
      { itemId: 'mug-3', score: expect.closeTo(Math.sqrt(0.8) / 2) },
    ]);
  });

  it('tells items of one category apart by their vectors', () => {
    const vectors = new Map([
      ['mug-1', Float32Array.of(1, 0)],
      ['mug-2', Float32Array.of(1, 0)],
      ['mug-3', Float32Array.of(0, 1)],
    ]);
    const likenessOf = (id: string) => ({ categories: ['mugs'], vector: vectors.get(id) });
    const list = diversify(candidates.slice(0, 3), 0.5, likenessOf);
    expect(ids(list)).toEqual(['mug-1', 'mug-3', 'mug-2']);
  });

  it('goes by vectors alone where there are no categories, opposite ones counting as unlike', () => {
    const vectors = new Map([
      ['mug-1', Float32Array.of(1, 0)],
      ['mug-2', Float32Array.of(1, 0)],
      ['mug-3', Float32Array.of(-1, 0)],
    ]);
    const likenessOf = (id: string) => ({ categories: [], vector: vectors.get(id) });
    expect(diversify(candidates, 1, likenessOf)).toEqual([
      { itemId: 'mug-1', score: 1 },
      { itemId: 'mug-3', score: 1 },
      { itemId: 'pen-1', score: 1 },
      { itemId: 'mug-2', score: 0 },
    ]);
  });

  it('loses and repeats nothing, begins with the best, and scores fall from place to place', () => {
    fc.assert(
      fc.property(ranked, share, (list, diversity) => {
        const diverse = diversify(list, diversity, ofName);
        expect(ids(diverse).sort()).toEqual(ids(list).sort());
        expect(diverse[0]).toEqual(list[0]);
        for (let at = 1; at < diverse.length; at += 1) {
          expect(diverse[at]?.score).toBeLessThanOrEqual(diverse[at - 1]?.score ?? 0);
        }
      }),
    );
  });

  it('never raises what scores nothing', () => {
    const sunk = [...candidates.slice(0, 3), { itemId: 'pen-1', score: 0 }];
    expect(ids(diversify(sunk, 0.99, ofName)).at(-1)).toBe('pen-1');
    expect(
      diversify(
        [
          { itemId: 'a', score: 0 },
          { itemId: 'b', score: 0 },
        ],
        0.5,
        ofName,
      ),
    ).toEqual([
      { itemId: 'a', score: 0 },
      { itemId: 'b', score: 0 },
    ]);
  });

  it('leaves the order below the places it looks at', () => {
    const places = diversifiedPlaces(0.5);
    const long = Array.from({ length: 80 }, (_, at) => ({ itemId: `mug-${at}`, score: 100 - at }));
    const diverse = diversify(long, 0.5, ofName);
    expect(ids(diverse.slice(places))).toEqual(ids(long.slice(places)));
  });
});
