import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../shared/domain/errors.js';
import { byScore, type ScoredItem } from '../../shared/domain/ranking.js';
import type { VectorSpace } from '../../shared/domain/vector-space.js';
import type { VectorIndex, VectorRows } from '../../shared/ports/vector-index.js';
import { awkwardIds } from './store-under-test.js';
import { rowsOf, spaceOf } from './vectors.js';

/** An index, and how vectors come into it; each promise settles once searches see the change. */
interface IndexUnderTest {
  readonly index: VectorIndex;
  put(rows: VectorRows): Promise<void>;
  remove(itemIds: readonly string[]): Promise<void>;
  dispose(): Promise<void>;
}
export type NewIndex = (space: VectorSpace) => Promise<IndexUnderTest>;

type Vectors = Readonly<Record<string, readonly number[]>>;

export function vectorIndexSuite(name: string, newIndex: NewIndex): void {
  vectorIndexBehaviours(name, newIndex);
  exactIndexProperties(name, newIndex);
}

/** What every index does, of vectors of three values. */
export function vectorIndexBehaviours(name: string, newIndex: NewIndex): void {
  describe(`${name} as an index of vectors`, () => {
    let underTest: IndexUnderTest;
    beforeEach(async () => {
      underTest = await newIndex(spaceOf(3));
    });
    afterEach(() => underTest.dispose());
    const put = (vectors: Vectors) => underTest.put(rowsOf(vectors));
    const search = (vector: readonly number[], limit = 10, accept?: (id: string) => boolean) =>
      underTest.index.search({
        vector: Float32Array.from(vector),
        limit,
        ...(accept && { accept }),
      });
    const idsOf = async (...asked: Parameters<typeof search>) =>
      (await search(...asked)).map(({ itemId }) => itemId);

    it('finds nothing where there is nothing', async () => {
      expect(await search([1, 0, 0])).toEqual([]);
      expect(underTest.index.size).toBe(0);
      expect(await underTest.index.get('a')).toBeUndefined();
    });

    it('puts what points most in the direction of the query first, with its cosine', async () => {
      await put({ north: [0, 1, 0], northeast: [1, 1, 0], east: [1, 0, 0], south: [0, -1, 0] });
      const found = await search([0, 1, 0]);
      expect(found.map(({ itemId }) => itemId)).toEqual(['north', 'northeast', 'east', 'south']);
      const scores = [1, Math.SQRT1_2, 0, -1];
      for (const [at, { score }] of found.entries()) expect(score).toBeCloseTo(scores[at] ?? 9, 5);
      for (const { score } of found) expect(Math.abs(score)).toBeLessThanOrEqual(1);
    });

    it('knows directions only, not lengths', async () => {
      await put({ short: [0.001, 0, 0], long: [4_000, 4_001, 0] });
      expect(await idsOf([1e-20, 0, 0])).toEqual(['short', 'long']);
      expect(await idsOf([1e20, 1.1e20, 0])).toEqual(['long', 'short']);
    });

    it('puts equal vectors in the order of their ids, also where not all are asked for', async () => {
      await put({ d: [1, 2, 3], b: [1, 2, 3], a: [1, 2, 3], c: [1, 2, 3], e: [3, 2, 1] });
      expect(await idsOf([1, 1, 2])).toEqual(['a', 'b', 'c', 'd', 'e']);
      expect(await idsOf([1, 1, 2], 2)).toEqual(['a', 'b']);
    });

    it('gives as many as are asked for, and no more than there are', async () => {
      await put({ a: [1, 0, 0], b: [0, 1, 0], c: [0, 0, 1] });
      expect(await idsOf([3, 2, 1], 2)).toEqual(['a', 'b']);
      expect(await idsOf([3, 2, 1], 1_000)).toEqual(['a', 'b', 'c']);
      expect(await idsOf([3, 2, 1], 0)).toEqual([]);
    });

    it('finds the best of those that are accepted, however few they are', async () => {
      const ids = Array.from({ length: 300 }, (_, at) => `item ${at}`);
      await put(Object.fromEntries(ids.map((id, at) => [id, [1, at / 100, 0]])));
      const query = [1, 0, 0];
      expect(await idsOf(query, 2, (id) => id.endsWith('7'))).toEqual(['item 7', 'item 17']);
      expect(await idsOf(query, 2, (id) => id === 'item 299')).toEqual(['item 299']);
      expect(await idsOf(query, 2, () => false)).toEqual([]);
    });

    it('forgets what is removed', async () => {
      await put({ a: [1, 0, 0], b: [0, 1, 0], c: [0, 0, 1] });
      await underTest.remove(['a', 'never there']);
      expect(await idsOf([1, 1, 1])).toEqual(['b', 'c']);
      expect(underTest.index.size).toBe(2);
      expect(await underTest.index.get('a')).toBeUndefined();
      await underTest.remove(['c', 'b', 'b']);
      expect(await idsOf([1, 1, 1])).toEqual([]);
      await put({ a: [0, 1, 0] });
      expect(await idsOf([1, 1, 1])).toEqual(['a']);
    });

    it('replaces the vector of an item that comes again', async () => {
      await put({ a: [1, 0, 0], b: [0, 1, 0] });
      await put({ a: [0, 0, 1] });
      expect(await idsOf([0, 0, 1])).toEqual(['a', 'b']);
      expect(underTest.index.size).toBe(2);
    });

    it('takes the last of equal ids', async () => {
      await underTest.put({
        itemIds: ['a', 'b', 'a'],
        vectors: Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
      });
      expect(await idsOf([0, 0, 1], 1)).toEqual(['a']);
      expect(underTest.index.size).toBe(2);
    });

    it('gives back vectors of unit length', async () => {
      await put({ a: [3, 0, -4] });
      const vector = [...((await underTest.index.get('a')) ?? [])];
      for (const [at, value] of [0.6, 0, -0.8].entries()) expect(vector[at]).toBeCloseTo(value, 6);
      expect(vector).toHaveLength(3);
    });

    it('keeps awkward ids apart', async () => {
      await put(Object.fromEntries(awkwardIds.map((id, at) => [id, [1, at, 0]])));
      for (const [at, id] of awkwardIds.entries()) {
        expect(await idsOf([1, at, 0], 1)).toEqual([id]);
      }
    });

    it.each([
      ['fewer dimensions', [1, 0]],
      ['more dimensions', [1, 0, 0, 0]],
      ['no dimensions', []],
      ['a zero vector', [0, 0, 0]],
      ['no number', [1, Number.NaN, 0]],
      ['an infinite value', [1, Number.POSITIVE_INFINITY, 0]],
    ])('refuses a query of %s', async (_, vector) => {
      await put({ a: [1, 0, 0] });
      await expect(search(vector)).rejects.toMatchObject({ code: 'invalid' });
      expect(await idsOf([1, 0, 0])).toEqual(['a']);
    });

    it.each([
      ['of fewer dimensions', [1, 0]],
      ['of more dimensions', [1, 0, 0, 0]],
      ['of zeros', [0, 0, 0]],
      ['without a number', [1, Number.NaN, 0]],
      ['with an infinite value', [1, Number.NEGATIVE_INFINITY, 0]],
    ])('refuses to take in a vector %s, and what came with it', async (_, vector) => {
      await put({ a: [1, 0, 0] });
      await expect(put({ a: [0, 1, 0], b: [0, 1, 0], c: vector })).rejects.toThrow(AppError);
      expect(await search([1, 0, 0])).toEqual([{ itemId: 'a', score: expect.closeTo(1, 5) }]);
    });

    it('stops a search that was aborted', async () => {
      await put({ a: [1, 0, 0] });
      const { index } = underTest;
      const reason = new Error('nobody waits');
      const query = { vector: Float32Array.of(1, 0, 0), limit: 1 };
      await expect(index.search(query, AbortSignal.abort(reason))).rejects.toBe(reason);
    });
  });
}

function exactIndexProperties(name: string, newIndex: NewIndex): void {
  describe(`${name} beside a look at every vector`, () => {
    it('gives the same answer, whatever the vectors, the filter and the changes before', async () => {
      await fc.assert(
        fc.asyncProperty(someShop, async ({ dimensions, changes, query, limit, kept }) => {
          const underTest = await newIndex(spaceOf(dimensions));
          const truth = await changed(underTest, changes);
          const accept = (id: string) => Number(id.slice(1)) % kept === 0;
          const best = [...truth]
            .map(([itemId, vector]) => ({ itemId, score: cosine(vector, query) }))
            .filter(({ itemId }) => accept(itemId))
            .toSorted(byScore);
          const { index } = underTest;
          const found = await index.search({ vector: Float32Array.from(query), limit, accept });
          expectBest(found, best.slice(0, limit), truth, query);
          expect(index.size).toBe(truth.size);
          await underTest.dispose();
        }),
        { numRuns: 60 },
      );
    });
  });
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, value, at) => sum + value * (y[at] ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

interface ShopChange {
  readonly ids: readonly string[];
  readonly removed: readonly string[];
  readonly vectors: readonly (readonly number[])[];
}

/** Makes the changes, and tells what then should be there. */
async function changed({ put, remove }: IndexUnderTest, changes: readonly ShopChange[]) {
  const truth = new Map<string, readonly number[]>();
  for (const { ids, removed, vectors } of changes) {
    const rows = new Map(ids.map((id, at) => [id, vectors[at % vectors.length] ?? []]));
    for (const [id, vector] of rows) truth.set(id, vector);
    await put(rowsOf(Object.fromEntries(rows)));
    for (const id of removed) truth.delete(id);
    await remove(removed);
  }
  return truth;
}

/** Place by place the score of the truth, by an item that has this score: equal but for rounding. */
function expectBest(
  found: readonly ScoredItem[],
  best: readonly ScoredItem[],
  truth: ReadonlyMap<string, readonly number[]>,
  query: readonly number[],
): void {
  expect(found).toHaveLength(best.length);
  expect(new Set(found.map(({ itemId }) => itemId)).size).toBe(best.length);
  for (const [at, { itemId, score }] of found.entries()) {
    expect(score).toBeCloseTo(best[at]?.score ?? 9, 5);
    expect(score).toBeCloseTo(cosine(truth.get(itemId) ?? [], query), 5);
  }
}

/** Values of single precision, so that what is compared is what is stored. */
const value = fc.float({ min: -8, max: 8, noNaN: true }).map((each) => each + (each === 0 ? 1 : 0));

/** Vectors all about, in a few directions with little between them, or with one large value. */
const someVectors = (dimensions: number) => {
  const vector = fc.array(value, { minLength: dimensions, maxLength: dimensions });
  const near = fc
    .tuple(vector, fc.array(vector, { minLength: 1, maxLength: 40 }))
    .map(([centre, all]) =>
      all.map((each) => each.map((one, at) => Math.fround((centre[at] ?? 0) + one / 1_024))),
    );
  const spiked = fc
    .array(vector, { minLength: 1, maxLength: 40 })
    .map((all) => all.map((each, row) => each.with(row % dimensions, 1_000)));
  return fc.oneof(fc.array(vector, { minLength: 1, maxLength: 40 }), near, spiked);
};

const someId = fc.nat(99).map((at) => `i${at}`);

const someShop = fc.integer({ min: 1, max: 40 }).chain((dimensions) =>
  fc.record({
    dimensions: fc.constant(dimensions),
    query: fc.array(value, { minLength: dimensions, maxLength: dimensions }),
    limit: fc.integer({ min: 1, max: 30 }),
    kept: fc.integer({ min: 1, max: 9 }),
    changes: fc.array(
      fc.record({
        ids: fc.array(someId, { maxLength: 60 }),
        removed: fc.array(someId, { maxLength: 20 }),
        vectors: someVectors(dimensions),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  }),
);
