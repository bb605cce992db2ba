import { AppError } from '../../../domain/errors.js';
import { type ServedKind, spaceName, type VectorSpace } from '../../../domain/vector-space.js';
import { number, text } from '../database/columns.js';
import type { Row, Sqlite } from '../database/sqlite.js';

/** The spaces of vectors, and which of them serve. */
export interface SpaceTable {
  /** Throws `conflict` where the model's version is known with other dimensions. */
  idOf(space: VectorSpace): number | undefined;
  /** As `idOf`; a new one is added, inside a transaction. */
  enter(space: VectorSpace): number;
  list(): readonly { readonly space: VectorSpace; readonly size: number }[];
  grow(id: number, by: number): void;
  remove(id: number): void;
  isActive(id: number): boolean;
  active(kind: ServedKind): VectorSpace | undefined;
  activate(kind: ServedKind, id: number): void;
}

export function spaceTable(database: Sqlite): SpaceTable {
  const byName = database.prepare(
    'SELECT id, dimensions FROM spaces WHERE model = ? AND version = ?',
  );
  const insert = database.prepare(
    'INSERT INTO spaces (model, version, dimensions) VALUES (?, ?, ?) RETURNING id',
  );
  const all = database.prepare('SELECT model, version, dimensions, size FROM spaces ORDER BY id');
  const grow = database.prepare('UPDATE spaces SET size = size + ? WHERE id = ?');
  const remove = database.prepare('DELETE FROM spaces WHERE id = ?');
  const idOf = (space: VectorSpace) => {
    const row = byName.row(space.model, space.version);
    return row && fitting(space, row);
  };
  return {
    idOf,
    enter: ({ model, version, dimensions }) =>
      idOf({ model, version, dimensions }) ?? number(insert.row(model, version, dimensions)?.[0]),
    list: () => all.rows().map((row) => ({ space: decodeSpace(row), size: number(row[3]) })),
    grow: (id, by) => void grow.run(by, id),
    remove: (id) => void remove.run(id),
    ...activeSpaces(database),
  };
}

function activeSpaces(database: Sqlite) {
  const kindOf = database.prepare('SELECT 1 FROM active WHERE space = ?');
  const byKind = database.prepare(`SELECT model, version, dimensions
    FROM active JOIN spaces ON spaces.id = active.space WHERE kind = ?`);
  const activate = database.prepare(`INSERT INTO active VALUES (?, ?)
    ON CONFLICT (kind) DO UPDATE SET space = excluded.space`);
  return {
    isActive: (id: number) => kindOf.row(id) !== undefined,
    active: (kind: ServedKind) => {
      const row = byKind.row(kind);
      return row && decodeSpace(row);
    },
    activate: (kind: ServedKind, id: number) => void activate.run(kind, id),
  };
}

function fitting(space: VectorSpace, [id, dimensions]: Row): number {
  if (number(dimensions) === space.dimensions) return number(id);
  throw new AppError(
    'conflict',
    `${spaceName(space)} does not fit the vectors of this model and version, which have ${dimensions} dimensions`,
  );
}

function decodeSpace([model, version, dimensions]: Row): VectorSpace {
  return { model: text(model), version: text(version), dimensions: number(dimensions) };
}
