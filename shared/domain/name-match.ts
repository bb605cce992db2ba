import type { Item } from './item.js';

/** How a name was taken for an item's; `new` where it was no item's yet. */
export const nameMatches = ['exact', 'normalised', 'similar', 'new'] as const;
type NameMatch = (typeof nameMatches)[number];

export interface NamedItem {
  readonly item: Item;
  readonly match: NameMatch;
  /** Of the two names, 0 to 1; only for `similar`. */
  readonly similarity?: number;
}

/** One of the items that bear a name: of the very name before one of a like name, then an active one, then the smallest id. */
export function bestBearer(name: string, bearers: readonly Item[]): NamedItem | undefined {
  const rank = (item: Item) => (item.name === name ? 2 : 0) + (item.isActive ? 1 : 0);
  let best: Item | undefined;
  for (const item of bearers) {
    const lead = best === undefined ? 1 : rank(item) - rank(best);
    if (best === undefined || lead > 0 || (lead === 0 && item.id < best.id)) best = item;
  }
  return best && { item: best, match: best.name === name ? 'exact' : 'normalised' };
}

const source = 'behavior';

/** An item for a name that no item has. Inactive: nobody knows what it is, so nobody is to be offered it. */
export function itemForName(
  name: string,
  { id, now }: { readonly id: string; readonly now: number },
): Item {
  return {
    ...{ id, name: name.trim(), categories: [], tags: [] },
    ...{ attributes: { source }, isActive: false, createdAt: now },
  };
}

/** Whether an item only stands for a name. One that the shop has made active is its own. */
export const standsForName = ({ attributes, isActive }: Item): boolean =>
  attributes['source'] === source && !isActive;
