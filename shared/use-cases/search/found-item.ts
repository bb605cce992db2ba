import type { Item } from '../../domain/item.js';
import type { ScoredItem } from '../../domain/ranking.js';
import type { ItemView } from '../../ports/item-view.js';

export interface FoundItem {
  readonly item: Item;
  readonly score: number;
}

/** The items themselves, without those that are no longer there or active. */
export function activeOf(scored: readonly ScoredItem[], items: ItemView): readonly FoundItem[] {
  return scored.flatMap(({ itemId, score }) => {
    const item = items.get(itemId);
    return item?.isActive ? [{ item, score }] : [];
  });
}
