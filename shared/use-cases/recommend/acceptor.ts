import { compileFilter } from '../../domain/filter/evaluate.js';
import type { Item } from '../../domain/item.js';
import type { ListOptions } from '../../domain/ranking/list-options.js';
import type { ItemView } from '../../ports/item-view.js';
import type { Accept } from '../../ports/recommender.js';

/** So many refusals say that a filter is narrow: to know all that pass, once, is then cheaper than to ask on. */
const refusalsOfNarrow = 2_000;

/** Lets pass what is in the catalogue, active, not excluded, and matches the filter. */
export function acceptor(
  items: ItemView,
  { filter, exclude = [] }: ListOptions,
  seen: ReadonlySet<string> = new Set(),
): Accept {
  const excluded = new Set([...seen, ...exclude]);
  const matches = filter && compileFilter(filter);
  const passes = (item: Item): boolean =>
    item.isActive && !excluded.has(item.id) && (matches === undefined || matches(item));
  let refusals = 0;
  let passing: ReadonlySet<string> | undefined;
  return (itemId) => {
    if (passing) return passing.has(itemId);
    const item = items.get(itemId);
    if (item && passes(item)) return true;
    refusals += 1;
    if (refusals === refusalsOfNarrow) passing = idsOf(items, passes);
    return false;
  };
}

function idsOf(items: ItemView, passes: (item: Item) => boolean): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const item of items.values()) if (passes(item)) ids.add(item.id);
  return ids;
}
