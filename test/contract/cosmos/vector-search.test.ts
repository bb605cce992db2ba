import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openCosmosVectors } from '../../../shared/adapters/cloud/cosmos/vectors/open-vectors.js';
import { parseFilter } from '../../../shared/domain/filter/parse.js';
import type { Item } from '../../../shared/domain/item.js';
import type { VectorSpace } from '../../../shared/domain/vector-space.js';
import type { VectorIndex, VectorRows } from '../../../shared/ports/vector-index.js';
import type { VectorStore } from '../../../shared/ports/vector-store.js';
import { type CosmosAccount, onEachCosmos } from '../../support/cosmos-account.js';
import { item } from '../store-under-test.js';
import { vectorIndexBehaviours } from '../vector-index.suite.js';
import { made, spaceOf } from '../vectors.js';

const vectors = { dimensions: { text: 3, image: 2 } };

onEachCosmos(
  (name, account) => {
    vectorIndexBehaviours(name, (space) => newIndex(account, space));
    filterBehaviours(name, account);
    hybridBehaviours(name, account);
  },
  { partitions: [3], vectors },
);

async function openVectors({ connect }: CosmosAccount) {
  const connection = await connect();
  const { vectors: store, openSpace } = openCosmosVectors(connection, { newId: randomUUID });
  return {
    store,
    async open(space: VectorSpace) {
      const served = await openSpace(space);
      if (served === undefined) throw new Error('There is no such space');
      return served;
    },
    close: () => connection.close(),
  };
}

/** An index that is opened anew after each change, as it tells its size of then. */
async function newIndex(account: CosmosAccount, space: VectorSpace) {
  const { store, open, close } = await openVectors(account);
  await store.put(space, []);
  let index: VectorIndex = (await open(space)).index;
  const changed = async (change: Promise<unknown>) => {
    await change;
    index = (await open(space)).index;
  };
  return {
    get index() {
      return index;
    },
    put: ({ itemIds, vectors: values }: VectorRows) => {
      const length = values.length / itemIds.length;
      const row = (id: string, at: number) =>
        made(id, [...values.slice(at * length, (at + 1) * length)]);
      return changed(store.put(space, itemIds.map(row)));
    },
    remove: (itemIds: readonly string[]) => changed(store.remove(space, itemIds)),
    dispose: close,
  };
}

const space = spaceOf(3);
const query = Float32Array.of(1, 0, 0);
const put = (store: VectorStore, rows: readonly (readonly [Item, readonly number[]])[]) =>
  store.put(
    space,
    rows.map(([each, vector]) => made(each.id, vector, { item: each })),
  );
const idsOf = (found: readonly { readonly itemId: string }[]) => found.map(({ itemId }) => itemId);

function filterBehaviours(name: string, account: CosmosAccount): void {
  describe(`${name} as an index that filters`, () => {
    it('looks only among what passes the filter, however far away that is', async () => {
      const { store, open, close } = await openVectors(account);
      await put(
        store,
        Array.from({ length: 60 }, (_, at) => {
          const tags = at % 20 === 0 ? ['rare'] : [];
          return [item(`i${at}`, { price: at, tags }), [1, at / 10, 0]];
        }),
      );
      const { index } = await open(space);
      const search = async (filter: string, limit = 3) =>
        idsOf(await index.search({ vector: query, limit, filter: parseFilter(filter) }));
      expect(await search(`tags has 'rare'`)).toEqual(['i0', 'i20', 'i40']);
      expect(await search('price > 57')).toEqual(['i58', 'i59']);
      expect(await search('price > 10 and not (price < 30)', 1)).toEqual(['i30']);
      expect(await search(`name = 'x'' or c.tenant != '''`)).toEqual([]);
      await close();
    });

    it('filters by items as they were last described', async () => {
      const { store, open, close } = await openVectors(account);
      await put(store, [
        [item('mug', { price: 5 }), [1, 0, 0]],
        [item('cup', { price: 5 }), [1, 1, 0]],
      ]);
      await store.remove(space, ['cup']);
      await store.describe?.(space, [
        item('mug', { price: 9 }),
        item('cup', { price: 9 }),
        item('never there', { price: 9 }),
      ]);
      const { index } = await open(space);
      const search = async (filter: string) =>
        idsOf(await index.search({ vector: query, limit: 9, filter: parseFilter(filter) }));
      expect(await search('price = 5')).toEqual([]);
      expect(await search('price = 9')).toEqual(['mug']);
      const { put: rows, removed } = await store.changesAfter(space, undefined, 10);
      expect({ ids: rows.itemIds, removed }).toEqual({ ids: ['mug'], removed: ['cup'] });
      await close();
    });
  });
}

function hybridBehaviours(name: string, account: CosmosAccount): void {
  describe(`${name} as a hybrid index`, () => {
    async function shop() {
      const opened = await openVectors(account);
      await put(opened.store, [
        [item('both', { name: 'Blue enamel mug', price: 5 }), [1, 0.1, 0]],
        [item('word', { name: 'Mug of glass', price: 6 }), [-1, 0.2, 0]],
        [item('near', { name: 'Cup', price: 7 }), [1, 0.3, 0]],
        [item('far', { name: 'Lamp', price: 8 }), [-1, 0, 1]],
      ]);
      const { hybrid } = await opened.open(space);
      if (hybrid === undefined) throw new Error('Texts can be searched by both');
      const search = async (text: string, more: { filter?: string; isPrefix?: boolean } = {}) =>
        hybrid.search({
          ...{ text, vector: query, leastSimilarity: 0.22, limit: 10 },
          ...(more.isPrefix && { isPrefix: true }),
          ...(more.filter !== undefined && { filter: parseFilter(more.filter) }),
        });
      return { ...opened, hybrid, search };
    }

    it('puts first what has the words and is near, and leaves out what is neither', async () => {
      const { search, close } = await shop();
      const found = await search('mug');
      expect(found[0]?.itemId).toBe('both');
      expect(new Set(idsOf(found))).toEqual(new Set(['both', 'word', 'near']));
      for (const { score } of found) expect(score).toBeGreaterThan(0);
      expect(found.map(({ score }) => score)).toEqual(
        found.map(({ score }) => score).toSorted((a, b) => b - a),
      );
      await close();
    });

    it('finds by what has been typed so far, by a filter, and by meaning where there is no word', async () => {
      const { search, close } = await shop();
      expect(idsOf(await search('glas', { isPrefix: true }))).toContain('word');
      expect(idsOf(await search('glas'))).not.toContain('word');
      expect(idsOf(await search('mug', { filter: 'price = 6' }))).toEqual(['word']);
      expect(idsOf(await search('?!'))).toEqual(['both', 'near']);
      await close();
    });

    it('refuses a vector of another length, and stops when aborted', async () => {
      const { hybrid, close } = await shop();
      const usual = { text: 'mug', leastSimilarity: 0, limit: 3 };
      const short = hybrid.search({ ...usual, vector: Float32Array.of(1, 0) });
      await expect(short).rejects.toMatchObject({ code: 'invalid' });
      const reason = new Error('nobody waits');
      const stopped = hybrid.search({ ...usual, vector: query }, AbortSignal.abort(reason));
      await expect(stopped).rejects.toBe(reason);
      await close();
    });
  });
}
