import { AppError } from '../../../domain/errors.js';
import { spaceName, type VectorSpace } from '../../../domain/vector-space.js';
import type { VectorChanges } from '../../../ports/vector-store.js';
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
  if (id === undefined) return { ...nothing, cursor: onlyStart(cursor), hasMore: false };
  const seq = parse(cursor, id);
  const size = space.dimensions * Float32Array.BYTES_PER_ELEMENT;
  const page = tables.vectors.since(id, seq, { limit, size });
  if (page.misfits > 0) throw unreadable(space);
  if (page.end === undefined && seq > tables.vectors.last()) throw foreign(cursor);
  const { itemIds, removed } = page;
  return {
    ...{ put: { itemIds, vectors: decodeVectors(page.vectors) }, removed },
    cursor: cursorOf(id, page.end ?? seq),
    hasMore: page.rows === limit,
  };
}

const nothing = { put: { itemIds: [], vectors: new Float32Array() }, removed: [] };

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

const unreadable = (space: VectorSpace) =>
  new AppError(
    'unavailable',
    `The store holds something else than vectors of ${spaceName(space)}. Remove vectors.db: it is made again of the catalogue`,
  );

const foreign = (cursor: string) =>
  new AppError(
    'invalid',
    `A cursor must be one that this space gave, not ${JSON.stringify(cursor.slice(0, 80))}`,
  );
