import { AppError } from '../../../domain/errors.js';
import type { VectorSpace } from '../../../domain/vector-space.js';
import type { VectorChanges } from '../../../ports/vector-store.js';
import { number, text } from '../database/columns.js';
import type { Row } from '../database/sqlite.js';
import type { SpaceTable } from './space-table.js';
import { decodeVectors } from './vector-bytes.js';
import type { VectorTable } from './vector-table.js';

/** A cursor reads `<number of the space>.<seq in base 36>`: a space that was dropped and made again has another number. */
const cursorOf = (id: number, seq: number) => `${id}.${seq.toString(36)}`;
/** Of a space that is not there yet. */
const start = cursorOf(0, 0);

export function readChanges(
  tables: { readonly spaces: SpaceTable; readonly vectors: VectorTable },
  space: VectorSpace,
  from: { readonly cursor: string | undefined; readonly limit: number },
): VectorChanges {
  const id = tables.spaces.idOf(space);
  const { cursor = start, limit } = from;
  if (id === undefined) return { ...split([], space), cursor: onlyStart(cursor), hasMore: false };
  const seq = parse(cursor, id);
  const rows = tables.vectors.since(id, seq, limit);
  const last = rows.at(-1);
  if (last === undefined && seq > tables.vectors.last()) throw foreign(cursor);
  const end = last === undefined ? seq : number(last[0]);
  return { ...split(rows, space), cursor: cursorOf(id, end), hasMore: rows.length === limit };
}

function split(rows: readonly Row[], space: VectorSpace) {
  const living = rows.filter(([, , vector]) => vector !== null);
  const itemIds = living.map(([, itemId]) => text(itemId));
  const columns = living.map(([, , vector]) => vector);
  const removed = rows.filter(([, , vector]) => vector === null);
  return {
    put: { itemIds, vectors: decodeVectors(columns, space) },
    removed: removed.map(([, itemId]) => text(itemId)),
  };
}

function onlyStart(cursor: string): string {
  if (cursor === start) return cursor;
  throw foreign(cursor);
}

function parse(cursor: string, id: number): number {
  if (cursor === start) return 0;
  const seq = Number.parseInt(cursor.slice(cursor.indexOf('.') + 1), 36);
  if (seq >= 0 && cursor === cursorOf(id, seq)) return seq;
  throw foreign(cursor);
}

const foreign = (cursor: string) =>
  new AppError(
    'invalid',
    `A cursor must be one that this space gave, not ${JSON.stringify(cursor.slice(0, 80))}`,
  );
