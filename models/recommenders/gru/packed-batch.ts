import { integerAt } from '../../numeric/read.js';
import type { Batch } from './batches.js';
import type { Steps, Windows } from './windows.js';

/** A batch stacked by step, as `hiddenStates` takes it: the first positions of all windows, then all second ones … */
export interface PackedBatch {
  /** Rows of the vocabulary at each position, and the row that should follow. */
  readonly inputs: Int32Array;
  readonly targets: Int32Array;
  readonly kinds: Uint8Array;
  /** Windows that have a position at each step. */
  readonly counts: readonly number[];
}

export interface PackedArrays {
  readonly inputs: Int32Array;
  readonly targets: Int32Array;
  readonly kinds: Uint8Array;
}

/** Writes a batch to the start of the arrays and gives those parts back. */
export function pack(
  batch: Batch,
  { steps, windows }: { readonly steps: Steps; readonly windows: Windows },
  arrays: PackedArrays,
): PackedBatch {
  const counts: number[] = [];
  let row = 0;
  for (let step = 0; ; step += 1) {
    const before = row;
    for (const window of batch) {
      if (step >= integerAt(windows.lengths, window)) break;
      const at = integerAt(windows.first, window) + step;
      arrays.inputs[row] = integerAt(steps.rows, at);
      arrays.targets[row] = integerAt(steps.rows, at + 1);
      arrays.kinds[row] = steps.kinds[at] ?? 0;
      row += 1;
    }
    if (row === before) break;
    counts.push(row - before);
  }
  return {
    inputs: arrays.inputs.subarray(0, row),
    targets: arrays.targets.subarray(0, row),
    kinds: arrays.kinds.subarray(0, row),
    counts,
  };
}
