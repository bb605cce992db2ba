import { floatAt, integerAt } from '../../numeric/read.js';

/**
 * The rows by group, each group's from old to new, those of one time as they stand. `starts` has one entry more than
 * there are groups; rows of a group below 0 are left out. A counting sort, then a sort of the groups that need one; `pause`
 * is awaited between the three passes.
 */
export async function orderRows(
  groupOf: Int32Array,
  times: Float64Array,
  { groups, pause }: { readonly groups: number; readonly pause: () => Promise<void> },
): Promise<{ readonly starts: Int32Array; readonly rows: Int32Array }> {
  const starts = countedStarts(groupOf, groups);
  const rows = new Int32Array(integerAt(starts, groups));
  const next = starts.slice();
  await pause();
  for (let row = 0; row < groupOf.length; row++) {
    const group = integerAt(groupOf, row);
    if (group < 0) continue;
    const at = integerAt(next, group);
    rows[at] = row;
    next[group] = at + 1;
  }
  await pause();
  for (let group = 0; group < groups; group++) {
    sortByTime(rows.subarray(starts[group], starts[group + 1]), times);
  }
  return { starts, rows };
}

function countedStarts(groupOf: Int32Array, groups: number): Int32Array {
  const starts = new Int32Array(groups + 1);
  for (const group of groupOf) if (group >= 0) starts[group + 1] = integerAt(starts, group + 1) + 1;
  for (let group = 0; group < groups; group++) {
    starts[group + 1] = integerAt(starts, group + 1) + integerAt(starts, group);
  }
  return starts;
}

function sortByTime(rows: Int32Array, times: Float64Array): void {
  for (let at = 1; at < rows.length; at++) {
    if (floatAt(times, integerAt(rows, at)) >= floatAt(times, integerAt(rows, at - 1))) continue;
    rows.sort((a, b) => floatAt(times, a) - floatAt(times, b) || a - b);
    return;
  }
}
