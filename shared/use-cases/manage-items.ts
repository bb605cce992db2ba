import { AppError, RowsFailed } from '../domain/errors.js';
import type { Expression } from '../domain/filter/expression.js';
import type { Item, ItemDraft } from '../domain/item.js';
import type { CatalogStore, ItemPage } from '../ports/catalog-store.js';
import type { ItemView } from '../ports/item-view.js';
import type { Clock } from '../ports/runtime.js';
import type { FollowChanges } from './follow-changes.js';

/** The catalogue's writes, each seen by the recommenders before its promise settles. */
export interface ManageItems {
  /**
   * Adds or replaces. Returns the items as they now are, in order. Throws `RowsFailed` where some did not land; the others
   * are seen then, too.
   */
  put(drafts: readonly ItemDraft[]): Promise<readonly Item[]>;
  /** Throws `not-found`. */
  get(id: string): Promise<Item>;
  /** Throws `not-found`. */
  change(id: string, change: (item: Item) => Item): Promise<Item>;
  /** Throws `not-found`. */
  remove(id: string): Promise<void>;
  /** Throws `invalid` for a foreign cursor. */
  list(query: {
    readonly limit: number;
    readonly cursor?: string;
    readonly filter?: Expression;
  }): Promise<ItemPage>;
}

export function makeManageItems(dependencies: {
  readonly catalog: CatalogStore;
  readonly items: ItemView;
  readonly followChanges: FollowChanges;
  readonly clock: Clock;
}): ManageItems {
  const { catalog, items, followChanges, clock } = dependencies;
  // A shop that sends its whole catalogue every night must not make all of it new.
  const dated = (draft: ItemDraft): Item => ({
    ...draft,
    createdAt: draft.createdAt ?? items.get(draft.id)?.createdAt ?? clock(),
  });
  return {
    async put(drafts) {
      const made = drafts.map(dated);
      if (made.length === 0) return made;
      const failure = await catalog.upsert(made).catch(ifPartial);
      await followChanges.catchUp();
      if (failure) throw failure;
      return made;
    },
    async get(id) {
      return (await catalog.get(id)) ?? unknown(id);
    },
    async change(id, change) {
      const changed = await catalog.update(id, change);
      await followChanges.catchUp();
      return changed ?? unknown(id);
    },
    async remove(id) {
      const wasThere = await catalog.remove(id);
      await followChanges.catchUp();
      if (!wasThere) unknown(id);
    },
    list: (query) => catalog.list(query),
  };
}

function ifPartial(error: unknown): RowsFailed {
  if (error instanceof RowsFailed) return error;
  throw error;
}

function unknown(id: string): never {
  throw new AppError('not-found', `no item has the id ${JSON.stringify(id.slice(0, 60))}`);
}
