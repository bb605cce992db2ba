import type { Item } from '../../../domain/item.js';
import type { CatalogStore } from '../../../ports/catalog-store.js';
import type { ChangeSequence } from '../changes/change-sequence.js';
import { number } from '../database/columns.js';
import { decodeItem, encodeItem } from '../database/records.js';
import type { Sqlite } from '../database/sqlite.js';
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
    ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, data = excluded.data`);
  const erase = database.prepare('DELETE FROM items WHERE id = ?');
  const note = database.prepare(`INSERT INTO happenings VALUES (?, 'item-removed', ?, '')`);
  const forget = database.prepare(
    `DELETE FROM happenings WHERE kind = 'item-removed' AND subject = ?`,
  );
  return {
    put(item: Item): void {
      forget.run(item.id);
      upsert.run(item.id, sequence.next(), encodeItem(item));
    },
    remove(id: string): boolean {
      if (erase.run(id) === 0) return false;
      note.run(sequence.next(), id);
      return true;
    },
  };
}
