import { compileFilter } from '../../domain/filter/evaluate.js';
import type { ListOptions } from '../../domain/ranking/list-options.js';
import type { ItemView } from '../../ports/item-view.js';
import type { Accept } from '../../ports/recommender.js';

/** Lets pass what is in the catalogue, active, not excluded, and matches the filter. */
export function acceptor(
  items: ItemView,
  { filter, exclude = [] }: ListOptions,
  seen: ReadonlySet<string> = new Set(),
): Accept {
  const excluded = new Set(exclude);
  const passes = filter && compileFilter(filter);
  return (itemId) => {
    const item = items.get(itemId);
    if (!item?.isActive || seen.has(itemId) || excluded.has(itemId)) return false;
    return passes === undefined || passes(item);
  };
}
