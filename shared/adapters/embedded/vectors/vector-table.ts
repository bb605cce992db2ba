import type { MadeVector, VectorFacts } from '../../../ports/vector-store.js';
import { ids, number, text, unreadable } from '../database/columns.js';
import type { Row, Sqlite } from '../database/sqlite.js';
import { encodeVector } from './vector-bytes.js';

/** Rows in the order of their `seq`. */
interface Page {
  readonly rows: number;
  /** Undefined where there are none. */
  readonly end: number | undefined;
  readonly itemIds: readonly string[];
  /** Of those items, side by side. */
  readonly vectors: Uint8Array;
  readonly removed: readonly string[];
  /** How many vectors are not of the size that was asked for. */
  readonly misfits: number;
}

/** The vectors of spaces by their number; writes inside a transaction. */
export interface VectorTable {
  /** How many items more have a vector: 0 or 1. */
  put(space: number, row: MadeVector): number;
  /** How many items fewer have a vector: 0 or 1. */
  remove(space: number, itemId: string): number;
  facts(space: number, itemId: string): VectorFacts | undefined;
  list(space: number, limit: number, after: string | undefined): readonly VectorFacts[];
  /** What comes after `seq`, at most `limit` rows; vectors of `size` bytes. */
  since(space: number, seq: number, page: { readonly limit: number; readonly size: number }): Page;
  /** The newest `seq` that was given, in any space. */
  last(): number;
  /** Forgets some rows for good: how many, at most `limit`, and how many of them had a vector. */
  forget(space: number, limit: number): { readonly rows: number; readonly living: number };
}

export function vectorTable(database: Sqlite): VectorTable {
  return { ...vectorWriter(database), ...vectorReader(database) };
}

function vectorWriter(database: Sqlite) {
  const take = database.prepare(
    'DELETE FROM vectors WHERE space = ? AND item_id = ? RETURNING vector IS NOT NULL',
  );
  const insert = database.prepare(
    'INSERT INTO vectors (space, item_id, content_hash, made_at, vector) VALUES (?, ?, ?, ?, ?)',
  );
  const bury = database.prepare(`INSERT INTO vectors (space, item_id, content_hash, made_at)
    VALUES (?, ?, '', 0)`);
  const forget = database.prepare(
    `DELETE FROM vectors WHERE seq IN (SELECT seq FROM vectors WHERE space = ? LIMIT ?)
     RETURNING vector IS NOT NULL`,
  );
  return {
    put(space: number, row: MadeVector) {
      const before = take.row(space, row.itemId);
      insert.run(space, row.itemId, row.contentHash, row.madeAt, encodeVector(row));
      return before?.[0] === 1 ? 0 : 1;
    },
    remove(space: number, itemId: string) {
      const before = take.row(space, itemId);
      if (before !== undefined) bury.run(space, itemId);
      return before?.[0] === 1 ? 1 : 0;
    },
    forget(space: number, limit: number) {
      const rows = forget.rows(space, limit);
      return { rows: rows.length, living: rows.filter(([isLiving]) => isLiving === 1).length };
    },
  };
}

function vectorReader(database: Sqlite) {
  const facts = 'SELECT item_id, content_hash, made_at FROM vectors';
  const living = 'space = ? AND vector IS NOT NULL';
  const one = database.prepare(`${facts} WHERE ${living} AND item_id = ?`);
  const first = database.prepare(`${facts} WHERE ${living} ORDER BY item_id LIMIT ?`);
  const later = database.prepare(
    `${facts} WHERE ${living} AND item_id > ? ORDER BY item_id LIMIT ?`,
  );
  const last = database.prepare(`SELECT seq FROM sqlite_sequence WHERE name = 'vectors'`);
  return {
    facts(space: number, itemId: string) {
      const row = one.row(space, itemId);
      return row && decodeFacts(row);
    },
    list: (space: number, limit: number, after: string | undefined) =>
      (after === undefined ? first.rows(space, limit) : later.rows(space, after, limit)).map(
        decodeFacts,
      ),
    since: pageReader(database),
    last: () => number(last.row()?.[0] ?? 0),
  };
}

/**
 * One row a page: libsql takes longer to hand over each vector than SQLite takes to read it. Joined as texts, bytes stay
 * what they are: SQLite does not look into texts, and those of a database in UTF-8 need no conversion.
 */
function pageReader(database: Sqlite): VectorTable['since'] {
  const page = database.prepare(`SELECT
      COUNT(*), MAX(seq), json_group_array(item_id) FILTER (WHERE vector IS NOT NULL),
      CAST(group_concat(vector, '') AS BLOB),
      json_group_array(item_id) FILTER (WHERE vector IS NULL),
      COUNT(*) FILTER (WHERE length(vector) <> ?)
    FROM (SELECT * FROM vectors WHERE space = ? AND seq > ? ORDER BY seq LIMIT ?)`);
  return (space, seq, { limit, size }) => {
    const [rows, end, itemIds, vectors, removed, misfits] = page.row(size, space, seq, limit) ?? [];
    return {
      rows: number(rows),
      end: end === null ? undefined : number(end),
      itemIds: ids(itemIds),
      vectors: vectors === null ? new Uint8Array() : bytes(vectors),
      removed: ids(removed),
      misfits: number(misfits),
    };
  };
}

function bytes(value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) throw unreadable('bytes', value);
  return value;
}

function decodeFacts([itemId, contentHash, madeAt]: Row): VectorFacts {
  return { itemId: text(itemId), contentHash: text(contentHash), madeAt: number(madeAt) };
}
