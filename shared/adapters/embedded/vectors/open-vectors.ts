import type { VectorStore } from '../../../ports/vector-store.js';
import { openVectorDatabase } from './vector-database.js';
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
