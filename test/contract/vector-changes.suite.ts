import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VectorSpace } from '../../shared/domain/vector-space.js';
import type { VectorStore } from '../../shared/ports/vector-store.js';
import { freshVectorStores, type NewVectorStore } from './vector-store-under-test.js';
import { made, spaceOf } from './vectors.js';

/** `numRuns`: of the property, fewer where every step is a request over the network. */
export function vectorChangesSuite(name: string, newStore: NewVectorStore, numRuns = 40): void {
  describe(`${name} as a log of changes of vectors`, () => {
    const stores = freshVectorStores(newStore);
    const space = spaceOf(2);
    const changes = (cursor: string | undefined, limit = 10) =>
      stores.now.changesAfter(space, cursor, limit);

    it('tells from a place on what was put and removed since', async () => {
      await stores.now.put(space, [made('a', [1, 0]), made('b', [2, 0])]);
      const { cursor } = await changes(undefined);
      await stores.now.put(space, [made('c', [3, 0]), made('a', [4, 0])]);
      await stores.now.remove(space, ['b', 'never there']);
      const { put, removed, hasMore } = await changes(cursor);
      expect(put.itemIds).toEqual(['c', 'a']);
      expect([...put.vectors]).toEqual([3, 0, 4, 0]);
      expect(removed).toEqual(['b']);
      expect(hasMore).toBe(false);
    });

    it('tells of an item that changed more than once as it is now', async () => {
      await stores.now.put(space, [made('a', [1, 0])]);
      await stores.now.remove(space, ['a']);
      await stores.now.put(space, [made('a', [2, 0])]);
      const { put, removed } = await changes(undefined);
      expect(put.itemIds).toEqual(['a']);
      expect([...put.vectors]).toEqual([2, 0]);
      expect(removed).toEqual([]);
    });

    it('tells of the newest that was replaced, though it is the newest again', async () => {
      await stores.now.put(space, [made('a', [1, 0])]);
      const { cursor } = await changes(undefined);
      await stores.now.put(space, [made('a', [2, 0])]);
      expect((await changes(cursor)).put.itemIds).toEqual(['a']);
    });

    it('stays where it is when there is nothing new', async () => {
      await stores.now.put(space, [made('a', [1, 0])]);
      const { cursor } = await changes(undefined);
      await stores.now.put({ ...space, version: 'another' }, [made('b', [1, 0])]);
      // A store may have to pass over what changed in other spaces, once.
      const passed = await changes(cursor);
      expect(passed.put.itemIds).toEqual([]);
      expect(passed).toMatchObject({ removed: [], hasMore: false });
      const again = await changes(passed.cursor);
      expect(again.put.itemIds).toEqual([]);
      expect(again).toMatchObject({ removed: [], cursor: passed.cursor, hasMore: false });
    });

    it('begins at the start of a space that came into being later', async () => {
      const { cursor } = await changes(undefined);
      await stores.now.put(space, [made('a', [1, 0])]);
      expect((await changes(cursor)).put.itemIds).toEqual(['a']);
    });

    it.each(['', '0', 'x', '1.zz', '7.1', '1.-1', '__proto__', '1.1'.repeat(30), '🗝️'])(
      'refuses %j as a cursor',
      async (cursor) => {
        await expect(changes(cursor)).rejects.toMatchObject({ code: 'invalid' });
        await stores.now.put(space, [made('a', [1, 0])]);
        await expect(changes(cursor)).rejects.toMatchObject({ code: 'invalid' });
      },
    );

    it('refuses a cursor of a space that was dropped and made again', async () => {
      await stores.now.put(space, [made('a', [1, 0])]);
      const { cursor } = await changes(undefined);
      await stores.now.dropSpace(space);
      await expect(changes(cursor)).rejects.toMatchObject({ code: 'invalid' });
      await stores.now.put(space, [made('b', [1, 0])]);
      await expect(changes(cursor)).rejects.toMatchObject({ code: 'invalid' });
      expect((await changes(undefined)).put.itemIds).toEqual(['b']);
    });

    it('loses nothing, whatever is done and however it is read', async () => {
      let runs = 0;
      await fc.assert(
        fc.asyncProperty(someSteps, fc.integer({ min: 1, max: 4 }), async (steps, limit) => {
          runs += 1;
          const own = { ...space, version: `run ${runs}` };
          const { now } = stores;
          const { seen, truth } = await followed(now, steps, new Reader(now, own, limit));
          expect(seen).toEqual(truth);
          const found = (await now.spaces()).find((each) => each.space.version === own.version);
          expect(found?.size ?? 0).toBe(truth.size);
        }),
        { numRuns },
      );
    });
  });
}

const fewIds = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 3 });
const someStep = fc.record({
  ids: fewIds,
  value: fc.integer({ min: 1, max: 99 }),
  removed: fewIds,
  isRead: fc.boolean(),
});
const someSteps = fc.array(someStep, { maxLength: 25 });
type Steps = typeof someSteps extends fc.Arbitrary<infer Value> ? Value : never;

/** Follows a space page by page, and knows the first value of each vector. */
class Reader {
  readonly seen = new Map<string, number>();
  readonly #store: VectorStore;
  readonly space: VectorSpace;
  readonly #limit: number;
  #cursor: string | undefined;

  constructor(store: VectorStore, space: VectorSpace, limit: number) {
    this.#store = store;
    this.space = space;
    this.#limit = limit;
  }

  async readPage(): Promise<boolean> {
    const page = await this.#store.changesAfter(this.space, this.#cursor, this.#limit);
    const { itemIds, vectors } = page.put;
    for (const [at, id] of itemIds.entries()) this.seen.set(id, vectors[at * 2] ?? 0);
    for (const id of page.removed) this.seen.delete(id);
    this.#cursor = page.cursor;
    return page.hasMore;
  }

  async readToEnd(): Promise<void> {
    while (await this.readPage());
  }
}

/** What was seen by who read now and then, and what it should be. */
async function followed(store: VectorStore, steps: Steps, reader: Reader) {
  const truth = new Map<string, number>();
  for (const { ids, value, removed, isRead } of steps) {
    const rows = ids.map((id) => made(id, [value, 1]));
    await store.put(reader.space, rows);
    await store.remove(reader.space, removed);
    for (const id of ids) truth.set(id, value);
    for (const id of removed) truth.delete(id);
    if (isRead) await reader.readPage();
  }
  await reader.readToEnd();
  return { seen: reader.seen, truth };
}
