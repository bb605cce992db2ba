/** How many items, and how many bytes of them, go into one request. */
export interface RequestSize {
  readonly maxItems: number;
  readonly maxBytes: number;
}

/** Cuts items into runs that fit one request each, in order. An item larger than a request is a run of its own. */
export function split<Item>(
  items: readonly Item[],
  bytesOf: (item: Item) => number,
  { maxItems, maxBytes }: RequestSize,
): readonly (readonly Item[])[] {
  const runs: Item[][] = [];
  let [run, sizeBytes]: [Item[], number] = [[], 0];
  for (const item of items) {
    const bytes = bytesOf(item);
    if (run.length > 0 && (run.length === maxItems || sizeBytes + bytes > maxBytes)) {
      runs.push(run);
      [run, sizeBytes] = [[], 0];
    }
    run.push(item);
    sizeBytes += bytes;
  }
  return run.length > 0 ? [...runs, run] : runs;
}
