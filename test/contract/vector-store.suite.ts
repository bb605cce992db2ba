import { describe, expect, it } from 'vitest';
import { type VectorSpace, vectorKinds } from '../../shared/domain/vector-space.js';
import type { VectorChanges, VectorStore } from '../../shared/ports/vector-store.js';
import { awkwardIds } from './store-under-test.js';
import { freshVectorStores, type NewVectorStore } from './vector-store-under-test.js';
import { made, spaceOf } from './vectors.js';

/** `many`: rows that a store drops in several pieces, fewer where each takes its time. */
export function vectorStoreSuite(name: string, newStore: NewVectorStore, many = 1_200): void {
  describe(`${name} as a store of vectors`, () => {
    const stores = freshVectorStores(newStore);
    const space = spaceOf(2);
    const other: VectorSpace = { model: 'test', version: '2', dimensions: 3 };

    it('knows nothing at first', async () => {
      expect(await stores.now.spaces()).toEqual([]);
      expect(await stores.now.active('text')).toBeUndefined();
      expect(await stores.now.facts(space, ['a'])).toEqual(new Map());
      expect(await stores.now.list(space, 10)).toEqual([]);
      expect(await stores.now.remove(space, ['a'])).toBe(0);
      await stores.now.dropSpace(space);
      const { put, removed, hasMore } = await stores.now.changesAfter(space, undefined, 10);
      expect({ put, removed, hasMore }).toEqual({
        ...{ put: { itemIds: [], vectors: new Float32Array() }, removed: [], hasMore: false },
      });
    });

    it('gives back vectors to the last bit, in the order in which they came', async () => {
      const values = [Math.fround(0.1), -0, 1.5e-45, 3.4e38, 1 / 3, -2];
      const rows = values.map((value, at) => made(`item ${values.length - at}`, [value, 1]));
      await stores.now.put(space, rows.slice(0, 2));
      await stores.now.put(space, rows.slice(2));
      await stores.restart();
      const { put } = await allChanges(stores.now, space);
      expect(put.itemIds).toEqual(rows.map(({ itemId }) => itemId));
      expect([...put.vectors]).toEqual(rows.flatMap(({ vector }) => [...vector]));
    });

    it('stores a vector that is a part of a larger array', async () => {
      const vector = Float32Array.of(9, 1, 2, 9).subarray(1, 3);
      await stores.now.put(space, [{ ...made('a', []), vector }]);
      expect([...(await allChanges(stores.now, space)).put.vectors]).toEqual([1, 2]);
    });

    it('tells what vectors were made of, and when', async () => {
      await stores.now.put(space, [
        made('a', [1, 0], { contentHash: 'first', madeAt: 1_700_000_000_000.5 }),
        made('b', [1, 0], { contentHash: 'second', madeAt: 2 }),
      ]);
      await stores.restart();
      expect(await stores.now.facts(space, ['b', 'a', 'c'])).toEqual(
        new Map([
          ['b', { itemId: 'b', contentHash: 'second', madeAt: 2 }],
          ['a', { itemId: 'a', contentHash: 'first', madeAt: 1_700_000_000_000.5 }],
        ]),
      );
      expect(await stores.now.facts(other, ['a'])).toEqual(new Map());
    });

    it('replaces what an item had, and takes the last of equal ids', async () => {
      await stores.now.put(space, [made('a', [1, 0], { contentHash: 'old' }), made('b', [1, 0])]);
      await stores.now.put(space, [
        made('a', [2, 0], { contentHash: 'newer' }),
        made('a', [3, 0], { contentHash: 'newest' }),
      ]);
      const { put } = await allChanges(stores.now, space);
      expect(put.itemIds).toEqual(['b', 'a']);
      expect([...put.vectors]).toEqual([1, 0, 3, 0]);
      expect((await stores.now.facts(space, ['a'])).get('a')?.contentHash).toBe('newest');
      expect(await stores.now.spaces()).toEqual([{ space, size: 2 }]);
    });

    it('says how many it removed, and forgets what was made of them', async () => {
      await stores.now.put(space, [made('a', [1, 0]), made('b', [1, 0])]);
      expect(await stores.now.remove(space, ['a', 'c', 'a'])).toBe(1);
      expect(await stores.now.remove(space, ['a'])).toBe(0);
      await stores.restart();
      expect([...(await stores.now.facts(space, ['a', 'b'])).keys()]).toEqual(['b']);
      expect((await stores.now.list(space, 10)).map(({ itemId }) => itemId)).toEqual(['b']);
      expect(await stores.now.spaces()).toEqual([{ space, size: 1 }]);
    });

    it('lists by id in the order of code points, page by page', async () => {
      const ids = ['b', 'B', 'é', '\u{1F5DD}', '\uFF5E', '10', '9', 'a/b', ''];
      await stores.now.put(
        space,
        ids.map((id) => made(id, [1, 0])),
      );
      await stores.now.remove(space, ['9']);
      const sorted = ['', '10', 'B', 'a/b', 'b', 'é', '\uFF5E', '\u{1F5DD}'];
      for (const limit of [1, 3, 8, 100])
        expect(await listed(stores.now, space, limit)).toEqual(sorted);
    });

    it('keeps awkward ids apart', async () => {
      await stores.now.put(
        space,
        awkwardIds.map((id, at) => made(id, [1, at], { contentHash: id })),
      );
      for (const id of awkwardIds) {
        expect((await stores.now.facts(space, [id])).get(id)?.contentHash).toBe(id);
      }
      expect((await allChanges(stores.now, space)).put.itemIds).toEqual(awkwardIds);
    });

    it('keeps spaces apart', async () => {
      await stores.now.put(space, [made('a', [1, 0])]);
      await stores.now.put(other, [made('a', [1, 2, 3]), made('b', [1, 2, 3])]);
      await stores.now.remove(space, ['a']);
      expect(await stores.now.spaces()).toEqual([
        { space, size: 0 },
        { space: other, size: 2 },
      ]);
      expect((await allChanges(stores.now, other)).put.itemIds).toEqual(['a', 'b']);
      expect((await allChanges(stores.now, space)).put.itemIds).toEqual([]);
    });

    it('does not mistake one model for another of a similar name', async () => {
      const names = [
        { model: 'a@b', version: 'c', dimensions: 2 },
        { model: 'a', version: 'b@c', dimensions: 2 },
      ];
      for (const [at, each] of names.entries()) await stores.now.put(each, [made(`${at}`, [1, 1])]);
      expect(await stores.now.spaces()).toEqual(names.map((each) => ({ space: each, size: 1 })));
    });

    it('refuses a vector that does not fit its space, and what came with it', async () => {
      await stores.now.put(space, [made('a', [1, 0])]);
      const misfit = stores.now.put(space, [made('b', [1, 0]), made('c', [1, 0, 0])]);
      await expect(misfit).rejects.toMatchObject({ code: 'conflict' });
      expect(await stores.now.spaces()).toEqual([{ space, size: 1 }]);
    });

    it('refuses another number of dimensions of a model and version that it knows', async () => {
      await stores.now.put(space, [made('a', [1, 0])]);
      const wider = { ...space, dimensions: 3 };
      const conflict = { code: 'conflict' };
      await expect(stores.now.put(wider, [made('b', [1, 2, 3])])).rejects.toMatchObject(conflict);
      await expect(stores.now.remove(wider, ['a'])).rejects.toMatchObject(conflict);
      await expect(stores.now.activate('text', wider)).rejects.toMatchObject(conflict);
      await expect(stores.now.dropSpace(wider)).rejects.toMatchObject(conflict);
      expect(await stores.now.spaces()).toEqual([{ space, size: 1 }]);
    });

    it.each([
      ['zero', [0, 0]],
      ['no number', [1, Number.NaN]],
      ['infinite', [Number.POSITIVE_INFINITY, 0]],
    ])('refuses a vector that is %s, and what came with it', async (_, values) => {
      const put = stores.now.put(space, [made('a', [1, 0]), made('b', values)]);
      await expect(put).rejects.toMatchObject({ code: 'invalid' });
      expect(await stores.now.facts(space, ['a', 'b'])).toEqual(new Map());
    });

    it('serves the space that was activated last, for each kind its own', async () => {
      await stores.now.put(space, [made('a', [1, 0])]);
      await stores.now.activate('text', space);
      await stores.now.activate('image', other);
      await stores.restart();
      expect(await stores.now.active('text')).toEqual(space);
      expect(await stores.now.active('image')).toEqual(other);
      await stores.now.activate('text', other);
      for (const kind of vectorKinds) expect(await stores.now.active(kind)).toEqual(other);
      expect(await stores.now.spaces()).toEqual([
        { space, size: 1 },
        { space: other, size: 0 },
      ]);
    });

    it('drops a space that does not serve, and no other', async () => {
      const rows = Array.from({ length: many }, (_, at) => made(`${at}`, [1, at]));
      await stores.now.put(space, rows);
      await stores.now.remove(space, ['7']);
      await stores.now.put(other, [made('a', [1, 2, 3])]);
      await stores.now.activate('text', space);
      await expect(stores.now.dropSpace(space)).rejects.toMatchObject({ code: 'conflict' });
      await stores.now.activate('text', other);
      await stores.now.dropSpace(space);
      expect(await stores.now.spaces()).toEqual([{ space: other, size: 1 }]);
      expect((await allChanges(stores.now, space)).put.itemIds).toEqual([]);
      expect((await allChanges(stores.now, other)).put.itemIds).toEqual(['a']);
    });
  });
}

async function listed(store: VectorStore, space: VectorSpace, limit: number) {
  const ids: string[] = [];
  for (;;) {
    const page = await store.list(space, limit, ids.at(-1));
    ids.push(...page.map(({ itemId }) => itemId));
    if (page.length < limit) return ids;
  }
}

async function allChanges(store: VectorStore, space: VectorSpace): Promise<VectorChanges> {
  return store.changesAfter(space, undefined, 10_000);
}
