import { AppError } from '../../domain/errors.js';
import type { GrowingVectorIndex } from '../../ports/vector-index.js';
import type { VectorChanges, VectorStore } from '../../ports/vector-store.js';

/** Some milliseconds to read. */
const pageRows = 1_000;

/** An index and how far it has followed its space. */
export class FollowedIndex {
  readonly index: GrowingVectorIndex;
  readonly #store: Pick<VectorStore, 'changesAfter'>;
  #cursor: string | undefined;

  constructor(store: Pick<VectorStore, 'changesAfter'>, index: GrowingVectorIndex) {
    this.#store = store;
    this.index = index;
  }

  /**
   * Takes in what has changed. Tells whether the index now is what the space is: not where the space was dropped and
   * made again, so that the index must be too, nor where it was stopped.
   */
  async readOn(signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      const page = await this.#nextPage();
      if (page === undefined) return false;
      await this.index.put(page.put);
      await this.index.remove(page.removed);
      this.#cursor = page.cursor;
      if (!page.hasMore) return true;
    }
    return false;
  }

  async #nextPage(): Promise<VectorChanges | undefined> {
    try {
      return await this.#store.changesAfter(this.index.space, this.#cursor, pageRows);
    } catch (error) {
      if (error instanceof AppError && error.code === 'invalid') return undefined;
      throw error;
    }
  }
}
