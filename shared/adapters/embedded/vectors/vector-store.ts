import { setImmediate } from 'node:timers/promises';
import { checkVector } from '../../../domain/check-vector.js';
import { AppError } from '../../../domain/errors.js';
import { spaceName, type VectorSpace } from '../../../domain/vector-space.js';
import type { VectorStore } from '../../../ports/vector-store.js';
import type { Sqlite } from '../database/sqlite.js';
import { type SpaceTable, spaceTable } from './space-table.js';
import { readChanges } from './vector-changes.js';
import { type VectorTable, vectorTable } from './vector-table.js';

interface Tables {
  readonly database: Sqlite;
  readonly spaces: SpaceTable;
  readonly vectors: VectorTable;
}

export function sqliteVectorStore(database: Sqlite): VectorStore {
  const tables = { database, spaces: spaceTable(database), vectors: vectorTable(database) };
  const { spaces } = tables;
  return {
    ...writes(tables),
    ...lookUps(tables),
    changesAfter: async (space, cursor, limit) => readChanges(tables, space, { cursor, limit }),
    spaces: async () => spaces.list(),
    dropSpace: (space) => dropSpace(tables, space),
    active: async (kind) => spaces.active(kind),
    activate: async (kind, space) =>
      database.transaction(() => spaces.activate(kind, spaces.enter(space))),
  };
}

function writes({ database, spaces, vectors }: Tables): Pick<VectorStore, 'put' | 'remove'> {
  return {
    async put(space, rows) {
      for (const row of rows) checkVector(row, space);
      database.transaction(() => {
        const id = spaces.enter(space);
        let more = 0;
        for (const row of rows) more += vectors.put(id, row);
        spaces.grow(id, more);
      });
    },
    remove: async (space, itemIds) =>
      database.transaction(() => {
        const id = spaces.idOf(space);
        if (id === undefined) return 0;
        let fewer = 0;
        for (const itemId of itemIds) fewer += vectors.remove(id, itemId);
        spaces.grow(id, -fewer);
        return fewer;
      }),
  };
}

function lookUps({ spaces, vectors }: Tables): Pick<VectorStore, 'facts' | 'list'> {
  return {
    async facts(space, itemIds) {
      const id = spaces.idOf(space);
      const factsOf = (itemId: string) =>
        id === undefined ? undefined : vectors.facts(id, itemId);
      const found = itemIds.map(factsOf).filter((facts) => facts !== undefined);
      return new Map(found.map((facts) => [facts.itemId, facts]));
    },
    async list(space, limit, after) {
      const id = spaces.idOf(space);
      return id === undefined ? [] : vectors.list(id, limit, after);
    },
  };
}

const dropAtATime = 500;

/** In short transactions, so that neither this process nor another's write has to wait for long. */
async function dropSpace({ database, spaces, vectors }: Tables, space: VectorSpace): Promise<void> {
  const dropSome = () =>
    database.transaction(() => {
      const id = spaces.idOf(space);
      if (id === undefined) return false;
      if (spaces.isActive(id)) throw serves(space);
      const forgotten = vectors.forget(id, dropAtATime);
      if (forgotten.rows === 0) spaces.remove(id);
      else spaces.grow(id, -forgotten.living);
      return forgotten.rows > 0;
    });
  while (dropSome()) await setImmediate();
}

const serves = (space: VectorSpace) =>
  new AppError(
    'conflict',
    `${spaceName(space)} serves: activate another space before it is dropped`,
  );
