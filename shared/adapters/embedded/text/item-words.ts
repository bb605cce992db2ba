import type { Item } from '../../../domain/item.js';
import { searchWordsOf } from '../../../domain/text/search-words.js';
import { number } from '../database/columns.js';
import { decodeItem } from '../database/records.js';
import type { Sqlite } from '../database/sqlite.js';

/**
 * The words of active items, cut by us and parted by spaces, each row under the `key` of its item. Beginnings of one and
 * two letters have an index of their own: behind them are so many words that they would take 30 ms at 100,000 items.
 */
const table = `
DROP TABLE IF EXISTS item_words;
CREATE VIRTUAL TABLE item_words USING fts5(
  name, labels, seller, description, tokenize = 'ascii', prefix = '1 2'
);
`;

const pageSize = 500;

/** Makes the table anew, with the words of all items that are there. To be called inside a transaction. */
export function makeItemWords(database: Sqlite): void {
  database.execute(table);
  const page = database.prepare('SELECT key, data FROM items WHERE key > ? ORDER BY key LIMIT ?');
  const words = itemWords(database);
  for (let last = 0, isMore = true; isMore; ) {
    const rows = page.rows(last, pageSize);
    for (const [key, data] of rows) {
      last = number(key);
      words.put(last, decodeItem(data));
    }
    isMore = rows.length === pageSize;
  }
}

/** Keeps the words in step with the items. To be called inside the transaction that changes them. */
export function itemWords(database: Sqlite) {
  const columns = 'name, labels, seller, description';
  const stored = database.prepare(`SELECT ${columns} FROM item_words WHERE rowid = ?`);
  const insert = database.prepare(
    `INSERT INTO item_words (rowid, ${columns}) VALUES (?, ?, ?, ?, ?)`,
  );
  const erase = database.prepare('DELETE FROM item_words WHERE rowid = ?');
  return {
    put(key: number, item: Item): void {
      const before = stored.row(key);
      const now = item.isActive ? wordsOfItem(item) : undefined;
      // Most changes are of price or stock, and changed words cost far more than a look.
      if (now?.every((words, column) => words === before?.[column])) return;
      if (before !== undefined) erase.run(key);
      if (now !== undefined) insert.run(key, ...now);
    },
    remove: (key: number): void => void erase.run(key),
  };
}

/** Words of each part beyond these tell little of an item, and a description may be a book. */
const limits = { name: 120, labels: 240, seller: 40, description: 400 };

/** In the order of the columns. */
function wordsOfItem(item: Item): readonly string[] {
  const { name, categories, tags, seller = '', description = '' } = item;
  return [
    wordsIn(name, limits.name),
    wordsIn([...categories, ...tags].join('\n'), limits.labels),
    wordsIn(seller, limits.seller),
    wordsIn(description, limits.description),
  ];
}

const wordsIn = (text: string, limit: number) => searchWordsOf(text, limit).join(' ');
