/** Share of the catalogue that came up on any of the lists (Herlocker 2004). */
export function coverage(lists: Iterable<readonly string[]>, catalogueSize: number): number {
  const shown = new Set<string>();
  for (const list of lists) for (const itemId of list) shown.add(itemId);
  return catalogueSize > 0 ? Math.min(1, shown.size / catalogueSize) : 0;
}

/**
 * How little known the items of a list are: the mean of −log₂(share of shoppers who met the item), in bits (Zhou 2010).
 * An item that nobody met counts as if one had. 0 for an empty list.
 */
export function novelty(
  list: readonly string[],
  shoppersOf: ReadonlyMap<string, number>,
  shoppers: number,
): number {
  let bits = 0;
  for (const itemId of list) bits += Math.log2(shoppers / (shoppersOf.get(itemId) ?? 1));
  return list.length > 0 ? bits / list.length : 0;
}
