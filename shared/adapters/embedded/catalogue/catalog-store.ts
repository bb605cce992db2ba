import type { Item } from '../../../domain/item.js';
import type { CatalogStore } from '../../../ports/catalog-store.js';
import type { ChangeSequence } from '../changes/change-sequence.js';
import { number } from '../database/columns.js';
import { decodeItem, encodeItem } from '../database/records.js';
import type { Sqlite } from '../database/sqlite.js';
import { itemWords } from '../text/item-words.js';
import { itemLister } from './item-lister.js';

export function sqliteCatalogStore(database: Sqlite, sequence: ChangeSequence): CatalogStore {
  const write = itemWriter(database, sequence);
  const byId = database.prepare('SELECT data FROM items WHERE id = ?');
  const total = database.prepare('SELECT COUNT(*) FROM items');
  const find = (id: string) => {
    const row = byId.row(id);
    return row && decodeItem(row[0]);
  };
  return {
    upsert: async (items) => sequence.write(() => items.forEach(write.put)),
    addMissing: async (items) =>
      sequence.write(() => {
        const missing = items.filter(({ id }) => byId.row(id) === undefined);
        const unique = new Map(missing.map((item) => [item.id, item]));
        unique.forEach(write.put);
        return unique.size;
      }),
    get: async (id) => find(id),
    update: async (id, change) =>
      sequence.write(() => {
        const item = find(id);
        if (item === undefined) return undefined;
        const changed = { ...change(item), id };
        write.put(changed);
        return changed;
      }),
    remove: async (id) => sequence.write(() => write.remove(id)),
    list: itemLister(database),
    count: async () => number(total.row()?.[0]),
  };
}

function itemWriter(database: Sqlite, sequence: ChangeSequence) {
  const upsert = database.prepare(`INSERT INTO items (id, seq, data) VALUES (?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, data = excluded.data RETURNING key`);
  const erase = database.prepare('DELETE FROM items WHERE id = ? RETURNING key');
  const note = database.prepare(`INSERT INTO happenings VALUES (?, 'item-removed', ?, '')`);
  const forget = database.prepare(
    `DELETE FROM happenings WHERE kind = 'item-removed' AND subject = ?`,
  );
  const words = itemWords(database);
  return {
    put(item: Item): void {
      forget.run(item.id);
      const row = upsert.row(item.id, sequence.next(), encodeItem(item));
      words.put(number(row?.[0]), item);
    },
    remove(id: string): boolean {
      const row = erase.row(id);
      if (row === undefined) return false;
      words.remove(number(row[0]));
      note.run(sequence.next(), id);
      return true;
    },
  };
}
