import { describe, expect, it } from 'vitest';
import { awkwardIds, freshStores, type NewStore } from './store-under-test.js';

export function bookmarksSuite(name: string, newStore: NewStore): void {
  describe(`${name} as a keeper of bookmarks`, () => {
    const stores = freshStores(newStore);

    it('keeps the last value of each name over a restart', async () => {
      const { bookmarks } = stores.now;
      expect(await bookmarks.get('import')).toBeUndefined();
      await bookmarks.put('import', '10');
      await bookmarks.put('sample', '{"seed": 7}');
      await bookmarks.put('import', '20');
      await stores.restart();
      expect(await stores.now.bookmarks.get('import')).toBe('20');
      expect(await stores.now.bookmarks.get('sample')).toBe('{"seed": 7}');
    });

    it('keeps awkward names apart, an empty value and a long one', async () => {
      for (const name of awkwardIds) await stores.now.bookmarks.put(name, name);
      for (const name of awkwardIds) expect(await stores.now.bookmarks.get(name)).toBe(name);
      await stores.now.bookmarks.put('empty', '');
      await stores.now.bookmarks.put('long', 'x'.repeat(100_000));
      expect(await stores.now.bookmarks.get('empty')).toBe('');
      expect(await stores.now.bookmarks.get('long')).toHaveLength(100_000);
    });

    it('leaves no trace in the change log', async () => {
      await stores.now.bookmarks.put('import', '10');
      expect((await stores.now.changes.after(undefined, 10)).changes).toEqual([]);
    });
  });
}
