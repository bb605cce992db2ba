/** Whether key `a` comes before key `b`. */
type Before = (a: number, b: number) => boolean;

function sink(heap: Int32Array, from: number, size: number, before: Before): void {
  let at = from;
  const key = heap[at] ?? 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= size) break;
    if (child + 1 < size && before(heap[child + 1] ?? 0, heap[child] ?? 0)) child += 1;
    const other = heap[child] ?? 0;
    if (!before(other, key)) break;
    heap[at] = other;
    at = child;
  }
  heap[at] = key;
}

/**
 * Shows the first `size` of `keys` best first until `visit` says false; `keys` is reordered.
 * A heap: O(size) to make and O(log size) a key shown, so a short answer never pays for a full sort.
 */
export function visitBestFirst(
  keys: Int32Array,
  size: number,
  before: Before,
  visit: (key: number) => boolean,
): void {
  for (let at = (size >> 1) - 1; at >= 0; at -= 1) sink(keys, at, size, before);
  for (let left = size; left > 0; left -= 1) {
    const best = keys[0] ?? 0;
    keys[0] = keys[left - 1] ?? 0;
    sink(keys, 0, left - 1, before);
    if (!visit(best)) return;
  }
}
