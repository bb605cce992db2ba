import type { Expression } from '../domain/filter/expression.js';
import type { Item } from '../domain/item.js';

export interface ItemPage {
  readonly items: readonly Item[];
  /** Opaque; absent on the last page. */
  readonly nextCursor?: string;
}

/**
 * The products, durable. Every write is on disk before its promise settles, and in the change log.
 *
 * Writes of many land all or none where the store has such transactions. One that has none may reject after it wrote some:
 * by `RowsFailed`, which names those that did not land (`too-large` for an item that it cannot keep, and only those are left
 * out), or by another failure, of which nothing is known. To write all of them again is harmless. Ids that no store keeps
 * faithfully are `invalid` before anything is written.
 */
export interface CatalogStore {
  /** Inserts or replaces by id. The last of equal ids wins. */
  upsert(items: readonly Item[]): Promise<void>;
  /** Inserts those whose id is not there, leaving the others as they are; returns how many were new. */
  addMissing(items: readonly Item[]): Promise<number>;
  get(id: string): Promise<Item | undefined>;
  /** Reads, changes and writes one item with nothing in between; undefined where there is none. */
  update(id: string, change: (item: Item) => Item): Promise<Item | undefined>;
  /** False where there was none. */
  remove(id: string): Promise<boolean>;
  /** By id, ascending in code points. Throws `invalid` for a cursor that this store did not give. */
  list(query: {
    readonly limit: number;
    readonly cursor?: string;
    readonly filter?: Expression;
  }): Promise<ItemPage>;
  count(): Promise<number>;
}
