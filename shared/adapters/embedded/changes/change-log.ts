import type { Change, ChangeLog } from '../../../ports/change-log.js';
import { ids, number, text } from '../database/columns.js';
import { decodeEvent, decodeItem, decodeRows } from '../database/records.js';
import type { Row, Sqlite, Statement } from '../database/sqlite.js';
import type { ChangePlaces } from './change-places.js';

/** Rows of one table, `seq` first and rising, and what makes a change of one. */
interface Strand {
  readonly rows: readonly Row[];
  readonly decode: (row: Row) => Change;
}

export function sqliteChangeLog(database: Sqlite, places: ChangePlaces): ChangeLog {
  const strands = strandReader(database);
  return {
    after: async (cursor, limit) => {
      const start = cursor === undefined ? 0 : places.parse(cursor);
      // Asked before each answer, and mostly there is nothing new.
      if (start === places.last) return { changes: [], cursor: places.cursor(), hasMore: false };
      const { changes, end } = woven(strands(start, limit), limit);
      const hasMore = changes.length === limit && end < places.last;
      return { changes, cursor: places.cursor(hasMore ? end : undefined), hasMore };
    },
    covers(reached, wanted) {
      const place = places.parse(wanted);
      return (reached === undefined ? 0 : places.parse(reached)) >= place;
    },
  };
}

/** Up to `limit` rows of each table, none beyond the last place that a full page of events reaches. */
function strandReader(database: Sqlite) {
  const range = 'WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?';
  // As one text a page: libsql takes twice as long to hand over the columns of each row.
  const events = database.prepare(`SELECT json_group_array(json_array(seq, id,
    IFNULL(first_user_id, user_id), session_id, item_id, type, ${exact('ts')}, ${exact('value')},
    recommendation_id, attributed_model)) FROM (SELECT * FROM events ${range})`);
  const items = database.prepare(`SELECT seq, data FROM items ${range}`);
  const happenings = database.prepare(`SELECT seq, kind, subject, detail FROM happenings ${range}`);
  return (start: number, limit: number): readonly Strand[] => {
    const read = (table: Statement, end: number) => table.rows(start, end, limit);
    const [page] = events.row(start, Number.MAX_SAFE_INTEGER, limit) ?? [];
    const eventRows = decodeRows(page);
    const end = eventRows.length < limit ? Number.MAX_SAFE_INTEGER : number(eventRows.at(-1)?.[0]);
    return [
      { rows: eventRows, decode: (row) => ({ kind: 'event', event: decodeEvent(row) }) },
      { rows: read(items, end), decode: ([, data]) => ({ kind: 'item', item: decodeItem(data) }) },
      { rows: read(happenings, end), decode: decodeHappening },
    ];
  };
}

/** SQLite writes JSON numbers with 15 digits; a double needs 17. */
const exact = (column: string) =>
  `IIF(typeof(${column}) = 'real', json(printf('%!.17g', ${column})), ${column})`;

function decodeHappening([, kind, subject, detail]: Row): Change {
  const id = text(subject);
  if (kind === 'item-removed') return { kind, id };
  if (kind === 'merged') return { kind, from: id, into: text(detail) };
  return { kind: 'user-erased', userId: id, sessionIds: ids(detail) };
}

/** The first `limit` changes of all strands by `seq`, and the last place among them. */
function woven(strands: readonly Strand[], limit: number) {
  const heads = strands.map((strand) => ({ ...strand, next: 0, seq: seqAt(strand, 0) }));
  const changes: Change[] = [];
  let end = 0;
  while (changes.length < limit) {
    let first = heads[0];
    for (const head of heads) if (first === undefined || head.seq < first.seq) first = head;
    const row = first?.rows[first.next];
    if (first === undefined || row === undefined) break;
    changes.push(first.decode(row));
    end = first.seq;
    first.next++;
    first.seq = seqAt(first, first.next);
  }
  return { changes, end };
}

function seqAt(strand: Strand, index: number): number {
  const row = strand.rows[index];
  return row === undefined ? Number.POSITIVE_INFINITY : number(row[0]);
}
