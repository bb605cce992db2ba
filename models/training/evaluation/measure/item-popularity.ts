import type { TrainingSet } from '../../../../shared/ports/training.js';

/** By item id, how many shoppers of the set did anything with it. */
export function shoppersByItem({
  items,
  events,
  shoppers,
}: TrainingSet): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const shopper of shoppers.ids.keys()) {
    const rows = events.item.subarray(events.starts[shopper], events.starts[shopper + 1]);
    for (const number of new Set(rows)) {
      const id = items[number]?.id ?? '';
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  }
  return counts;
}

/** Outside the most popular fifth of all items: what few have met, and most catalogues mostly consist of. */
export function longTailOf(
  { items }: Pick<TrainingSet, 'items'>,
  shoppersOf: ReadonlyMap<string, number>,
): (itemId: string) => boolean {
  const ordered = [...shoppersOf].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const head = new Set(ordered.slice(0, Math.ceil(items.length / 5)).map(([id]) => id));
  return (itemId) => !head.has(itemId);
}
