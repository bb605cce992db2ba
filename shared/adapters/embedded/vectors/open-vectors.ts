import { existsSync } from 'node:fs';
import type { VectorStore } from '../../../ports/vector-store.js';
import { openVectorDatabase, vectorFile } from './vector-database.js';
import { vectorTables } from './vector-schema.js';
import { sqliteVectorStore } from './vector-store.js';

export interface EmbeddedVectors {
  readonly vectors: VectorStore;
  /** Later reads and writes are `unavailable`. */
  close(): void;
}

/**
 * Opens the vectors of a folder beside whatever other processes have them open, for reading and writing: a write of one is
 * seen by the others at once. Throws `unavailable` where folder or database cannot be used.
 */
export function openEmbeddedVectors(folder: string): EmbeddedVectors {
  const database = openVectorDatabase(folder);
  return { vectors: sqliteVectorStore(database), close: database.close };
}

/** Forgets all vectors of a folder and which spaces serve, though other processes may have them open. */
export function emptyEmbeddedVectors(folder: string): void {
  if (!existsSync(vectorFile(folder))) return;
  const database = openVectorDatabase(folder);
  try {
    database.transaction(() => {
      for (const table of vectorTables) database.execute(`DELETE FROM ${table}`);
    });
  } finally {
    database.close();
  }
}
