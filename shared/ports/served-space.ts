import type { VectorSpace } from '../domain/vector-space.js';
import type { HybridIndex } from './hybrid-index.js';
import type { VectorIndex } from './vector-index.js';

/** A space that is searched where it lies. */
export interface ServedSpace {
  readonly index: VectorIndex;
  /** Of vectors of texts, where the service knows the words beside them. */
  readonly hybrid?: HybridIndex;
}

/** Undefined where the store has no such space. Rejects as the store does. */
export type OpenSpace = (space: VectorSpace) => Promise<ServedSpace | undefined>;
