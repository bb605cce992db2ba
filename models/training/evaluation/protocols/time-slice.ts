import { seededRandom } from '../../../../shared/domain/random.js';
import type { TrainingSet } from '../../../../shared/ports/training.js';
import { floatAt, integerAt } from '../../../numeric/read.js';
import { cutOff } from './cut-off.js';
import type { Protocol } from './protocol.js';
import { caseAt, rowsOf } from './steps.js';

/** The time that leaves a share of the events at or behind it; infinite where it would leave none before it. */
export function sliceStart(ts: Float64Array, share: number): number {
  const times = ts.slice().sort();
  const start = floatAt(times, times.length - Math.floor(times.length * share));
  return times.length > 0 && floatAt(times, 0) < start ? start : Number.POSITIVE_INFINITY;
}

/** By shopper, the first of their rows at or behind `from`. */
export function rowsBefore(set: TrainingSet, from: number): Int32Array {
  return Int32Array.from(set.shoppers.ids, (_, shopper) => {
    const [start, end] = rowsOf(set, shopper);
    let row = end;
    while (row > start && floatAt(set.events.ts, row - 1) >= from) row -= 1;
    return row;
  });
}

/**
 * The newest events are held out. Each of their shoppers is asked once, at a random moment of what they did there: the
 * history is all before it, from before the slice too, the targets all after it (OTTO's protocol, with one clock for all).
 */
export const timeSlice: Protocol = {
  name: 'time',
  summary: 'the newest tenth of events is held out; its shoppers are asked at a random moment',
  split(set, { seed, heldOutShare, maxHistory }) {
    const ends = rowsBefore(set, sliceStart(set.events.ts, heldOutShare));
    const random = seededRandom(seed);
    const cases = [...set.shoppers.ids.keys()].flatMap((shopper) => {
      const [first, end] = [integerAt(ends, shopper), rowsOf(set, shopper)[1]];
      const at = first + Math.floor(random() * (end - first));
      return caseAt(set, { shopper, at, end, maxHistory }) ?? [];
    });
    return { train: cutOff(set, ends), cases };
  },
};
