import type { Item } from '../../domain/item.js';
import type { Change, ChangeFollower } from '../../ports/change-log.js';
import type { ItemView } from '../../ports/item-view.js';

/** The whole catalogue in memory, kept in step with the change log. */
export function itemMirror(): ItemView & ChangeFollower {
  const items = new Map<string, Item>();
  let revision = 0;
  return {
    get size() {
      return items.size;
    },
    get revision() {
      return revision;
    },
    get: (id) => items.get(id),
    values: () => items.values(),
    apply(changes: readonly Change[]) {
      for (const change of changes) {
        if (change.kind === 'item') items.set(change.item.id, change.item);
        if (change.kind === 'item-removed') items.delete(change.id);
        if (change.kind === 'item' || change.kind === 'item-removed') revision += 1;
      }
    },
  };
}
