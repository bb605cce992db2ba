import { describe, expect, it } from 'vitest';
import { awkwardIds, freshStores, item, type NewStore, type Stores } from './store-under-test.js';

export function catalogStoreSuite(name: string, newStore: NewStore<Pick<Stores, 'catalog'>>): void {
  describe(`${name} as a catalogue store`, () => {
    const stores = freshStores(newStore);
    const catalog = () => stores.now.catalog;
    const idsOf = async (limit: number, cursor?: string): Promise<readonly string[]> => {
      const page = await catalog().list({ limit, ...(cursor === undefined ? {} : { cursor }) });
      const ids = page.items.map(({ id }) => id);
      return page.nextCursor === undefined
        ? ids
        : [...ids, ...(await idsOf(limit, page.nextCursor))];
    };

    it('knows nothing at first', async () => {
      expect(await catalog().get('mug')).toBeUndefined();
      expect(await catalog().list({ limit: 10 })).toEqual({ items: [] });
      expect(await catalog().count()).toBe(0);
    });

    it('gives back every field of an item, and no field that was not set', async () => {
      const full = item('full', {
        description: 'Blue\n\u0000 "mug" 🫖',
        categories: ['mugs', 'кружки'],
        tags: ['blue'],
        price: 12.345678901234567,
        currency: 'EUR',
        seller: 'Tea & Co',
        imageUrl: '/images/full.png',
        url: 'https://shop.test/full?a=1&b=2',
        attributes: { colour: 'blue', weight: 0.1, fragile: true, note: null, sizes: ['S', 2] },
        isActive: false,
        createdAt: 0,
      });
      await catalog().upsert([full, item('bare')]);
      await stores.restart();
      expect(await catalog().get('full')).toStrictEqual(full);
      expect(await catalog().get('bare')).toStrictEqual(item('bare'));
    });

    it('keeps attributes whose names mean something to JavaScript', async () => {
      const attributes = JSON.parse('{"__proto__": "own", "constructor": 1, "toString": "x"}');
      await catalog().upsert([item('odd', { attributes })]);
      const kept = (await catalog().get('odd'))?.attributes ?? {};
      expect(Object.entries(kept)).toEqual(Object.entries(attributes));
    });

    it('replaces an item of the same id whole', async () => {
      await catalog().upsert([item('mug', { price: 5, description: 'old' })]);
      await catalog().upsert([item('mug', { price: 6 })]);
      expect(await catalog().get('mug')).toStrictEqual(item('mug', { price: 6 }));
      expect(await catalog().count()).toBe(1);
    });

    it('adds only the items that are missing, and leaves the others as they are', async () => {
      await catalog().upsert([item('mug', { price: 5 })]);
      const given = [item('mug', { price: 6 }), item('cup'), item('cup', { price: 7 })];
      expect(await catalog().addMissing(given)).toBe(1);
      expect(await catalog().addMissing(given)).toBe(0);
      expect(await catalog().addMissing([])).toBe(0);
      await stores.restart();
      expect((await catalog().get('mug'))?.price).toBe(5);
      expect(await idsOf(10)).toEqual(['cup', 'mug']);
    });

    it('takes the last of equal ids in one batch', async () => {
      await catalog().upsert([item('mug', { price: 5 }), item('cup'), item('mug', { price: 6 })]);
      expect((await catalog().get('mug'))?.price).toBe(6);
      expect(await catalog().count()).toBe(2);
    });

    it('takes an empty batch and one of 1,000 items', async () => {
      await catalog().upsert([]);
      await catalog().upsert(Array.from({ length: 1000 }, (_, index) => item(`item-${index}`)));
      expect(await catalog().count()).toBe(1000);
    });

    it.each(awkwardIds.map((id) => [id.slice(0, 30), id]))(
      'keeps an item called %s apart',
      async (_, id) => {
        await catalog().upsert(awkwardIds.map((each) => item(each)));
        expect(await catalog().get(id)).toEqual(item(id));
        expect(await catalog().remove(id)).toBe(true);
        expect(await catalog().get(id)).toBeUndefined();
        expect(await catalog().count()).toBe(awkwardIds.length - 1);
      },
    );

    it('keeps a text of a million characters', async () => {
      const description = 'long '.repeat(200_000);
      await catalog().upsert([item('long', { description })]);
      expect((await catalog().get('long'))?.description).toBe(description);
    });

    it('adds only the items that are missing, the last of equal ids', async () => {
      await catalog().upsert([item('mug', { price: 5 })]);
      const given = [
        item('mug', { price: 1 }),
        item('cup', { price: 2 }),
        item('cup', { price: 3 }),
      ];
      expect(await catalog().addMissing(given)).toBe(1);
      expect(await catalog().addMissing(given)).toBe(0);
      expect((await catalog().get('mug'))?.price).toBe(5);
      expect((await catalog().get('cup'))?.price).toBe(3);
    });

    it('says whether there was something to remove', async () => {
      await catalog().upsert([item('mug')]);
      expect(await catalog().remove('mug')).toBe(true);
      expect(await catalog().remove('mug')).toBe(false);
      expect(await catalog().count()).toBe(0);
    });

    it('changes one item by what it was', async () => {
      await catalog().upsert([item('mug', { price: 5, tags: ['blue'] })]);
      const changed = await catalog().update('mug', (old) => ({
        ...old,
        price: (old.price ?? 0) + 1,
      }));
      expect(changed).toEqual(item('mug', { price: 6, tags: ['blue'] }));
      expect(await catalog().get('mug')).toEqual(changed);
    });

    it('does not call for a change of what is not there', async () => {
      const change = () => {
        throw new Error('called');
      };
      expect(await catalog().update('mug', change)).toBeUndefined();
    });

    it('leaves an item as it was when its change throws', async () => {
      await catalog().upsert([item('mug', { price: 5 })]);
      await expect(
        catalog().update('mug', () => {
          throw new Error('no');
        }),
      ).rejects.toThrow('no');
      expect(await catalog().get('mug')).toEqual(item('mug', { price: 5 }));
      await catalog().upsert([item('cup')]);
      expect(await catalog().count()).toBe(2);
    });

    it('loses no change of many made at once', async () => {
      await catalog().upsert([item('mug', { price: 0 })]);
      const raise = () =>
        catalog().update('mug', (old) => ({ ...old, price: (old.price ?? 0) + 1 }));
      await Promise.all(Array.from({ length: 50 }, raise));
      expect((await catalog().get('mug'))?.price).toBe(50);
    });

    it('lists by id in the order of code points, each item once, whatever the page size', async () => {
      const ids = ['b', 'B', 'a', 'é', 'z', '\u{1F5DD}', '\uFF5E', '0', '10', '9', 'a/b', ''];
      await catalog().upsert(ids.map((id) => item(id)));
      const expected = ['', '0', '10', '9', 'B', 'a', 'a/b', 'b', 'z', 'é', '\uFF5E', '\u{1F5DD}'];
      for (const limit of [1, 5, 12, 100]) expect(await idsOf(limit)).toEqual(expected);
    });

    it('gives no cursor with a last page that is full', async () => {
      await catalog().upsert([item('a'), item('b')]);
      expect((await catalog().list({ limit: 2 })).nextCursor).toBeUndefined();
      expect((await catalog().list({ limit: 1 })).nextCursor).toBeTypeOf('string');
    });

    it('lists what passes a filter, each item once, however few they are', async () => {
      const filter = { kind: 'compare', field: 'price', operator: '<', value: 3 } as const;
      expect(await catalog().list({ limit: 5, filter })).toEqual({ items: [] });
      await catalog().upsert(
        Array.from({ length: 1_300 }, (_, index) => item(`${index}`, { price: index % 400 })),
      );
      const whole = await catalog().list({ limit: 100, filter });
      expect(whole.items).toHaveLength(12);
      expect(whole.nextCursor).toBeUndefined();
      const start = await catalog().list({ limit: 5, filter });
      const rest = await catalog().list({ limit: 7, filter, cursor: start.nextCursor ?? '' });
      expect([...start.items, ...rest.items]).toEqual(whole.items);
      expect(rest.nextCursor).toBeUndefined();
    });

    it('goes on after the place of a page though items come and go', async () => {
      await catalog().upsert(['b', 'd', 'f'].map((id) => item(id)));
      const { nextCursor } = await catalog().list({ limit: 2 });
      await catalog().upsert(['a', 'e'].map((id) => item(id)));
      await catalog().remove('d');
      await stores.restart();
      expect(await idsOf(1, nextCursor)).toEqual(['e', 'f']);
    });

    it.each(['', 'x', 'b', 'YWZ0ZXI', 'x'.repeat(5_000), '🗝️', 'YWZ0ZXI6Yg=='])(
      'refuses %s as a cursor',
      async (cursor) => {
        await catalog().upsert([item('a')]);
        await expect(catalog().list({ limit: 1, cursor })).rejects.toMatchObject({
          code: 'invalid',
        });
      },
    );
  });
}
