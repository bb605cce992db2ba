import type { ArtifactStore } from '../../ports/artifact-store.js';
import type { Progress } from '../../ports/runtime.js';
import type { ShopStore } from '../../ports/shop-store.js';
import type { VectorStore } from '../../ports/vector-store.js';

/** All that is kept of a shop in one place; its tasks are not: they end where they were begun. */
export interface ShopSide {
  readonly store: Omit<ShopStore, 'close' | 'textIndex'>;
  readonly vectors: VectorStore;
  readonly artifacts: ArtifactStore;
}

export interface Copying {
  readonly from: ShopSide;
  readonly to: ShopSide;
  /** What the target's bookmarks call the source: a copy goes on from where one of the same name stopped. */
  readonly name: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}
