/**
 * How many letters must be added, dropped, replaced or swapped with their neighbour to make one text of the other (optimal
 * string alignment: Damerau 1964, each place edited once); `limit` where it is as many or more. O(length × limit).
 */
export function editDistance(a: readonly string[], b: readonly string[], limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  const width = b.length + 1;
  let beforeLast = new Uint16Array(width);
  let last = Uint16Array.from({ length: width }, (_, column) => Math.min(column, limit));
  let row = new Uint16Array(width);
  for (let i = 1; i <= a.length; i += 1) {
    row.fill(limit);
    row[0] = Math.min(i, limit);
    const end = Math.min(b.length, i + limit);
    for (let j = Math.max(1, i - limit); j <= end; j += 1) {
      const replaced = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const changed = Math.min(replaced, at(last, j) + 1, at(row, j - 1) + 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(limit, changed, isSwap ? at(beforeLast, j - 2) + 1 : limit);
    }
    [beforeLast, last, row] = [last, row, beforeLast];
  }
  return at(last, b.length);
}

const at = (row: Uint16Array, column: number) => row[column] ?? 0;
