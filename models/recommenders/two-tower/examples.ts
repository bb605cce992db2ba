import { eventKinds } from '../../../shared/domain/event.js';
import type { Random } from '../../../shared/domain/random.js';
import type { ShopperEvents, TrainingSet } from '../../../shared/ports/training.js';
import { floatAt, integerAt } from '../../numeric/read.js';
import type { Occasion } from './occasion.js';

const dismissed = eventKinds.indexOf('dismiss');

/** What came before an event of the same shopper: event rows, the newest first. */
export interface History {
  readonly rows: Int32Array;
  length: number;
}

/** The shopper whose event a row is: O(log shoppers). */
export function shopperOf({ starts }: ShopperEvents, row: number): number {
  let [low, high] = [0, starts.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (integerAt(starts, middle) <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Reads the steps before a row into `history`, as many as it has room for; dismissals are no steps. */
export function readHistory(events: ShopperEvents, row: number, history: History): void {
  const start = integerAt(events.starts, shopperOf(events, row));
  history.length = 0;
  for (let at = row - 1; at >= start && history.length < history.rows.length; at -= 1) {
    if (events.kind[at] === dismissed) continue;
    history.rows[history.length] = at;
    history.length += 1;
  }
}

/** What stands around the event of a row, `past` being what came before it. */
export function occasionOf(
  { kind, ts }: ShopperEvents,
  row: number,
  { rows, length }: History,
  usesClock: boolean,
): Occasion {
  const [last, before] = [integerAt(rows, 0), integerAt(rows, 1)];
  return {
    length,
    lastKind: length > 0 ? (kind[last] ?? 0) : -1,
    kindBefore: length > 1 ? (kind[before] ?? 0) : -1,
    now: floatAt(ts, row),
    usesClock,
    ...(length > 0 && { lastTs: floatAt(ts, last) }),
  };
}

/**
 * Event rows to be predicted: not a dismissal, and with something before it or known of the shopper; of each shopper the
 * last `perShopper`.
 */
export function findExamples(
  { events, shoppers }: TrainingSet,
  perShopper: number,
): Int32Array<ArrayBuffer> {
  const rows = new Int32Array(events.item.length);
  let count = 0;
  for (let shopper = 0; shopper + 1 < events.starts.length; shopper += 1) {
    const start = integerAt(events.starts, shopper);
    const end = integerAt(events.starts, shopper + 1);
    let hasPast = shoppers.traits.has(shopper);
    for (let row = start; row < end; row += 1) {
      if (events.kind[row] === dismissed) continue;
      if (hasPast && end - row <= perShopper) {
        rows[count] = row;
        count += 1;
      }
      hasPast = true;
    }
  }
  return rows.slice(0, count);
}

/** How often each item was chosen; dismissals do not count. */
export function countSteps({ events, items }: TrainingSet): Int32Array {
  const counts = new Int32Array(items.length);
  events.item.forEach((item, row) => {
    if (events.kind[row] !== dismissed) counts[item] = integerAt(counts, item) + 1;
  });
  return counts;
}

/** Puts rows in random order, in place (Fisher and Yates). */
export function shuffle(rows: Int32Array, random: Random): void {
  for (let last = rows.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const moved = integerAt(rows, last);
    rows[last] = integerAt(rows, other);
    rows[other] = moved;
  }
}

const heldMost = 1_000;
const heldShare = 0.02;

/**
 * The last examples of some shoppers, held out to see when training stops helping, and the rest. `rows` as
 * `findExamples` gives them.
 */
export function holdOut(
  rows: Int32Array,
  { starts }: ShopperEvents,
  random: Random,
): { readonly train: Int32Array<ArrayBuffer>; readonly held: Int32Array<ArrayBuffer> } {
  const wanted = Math.min(heldMost, Math.floor(rows.length * heldShare));
  const train = new Int32Array(rows.length);
  const held = new Int32Array(wanted);
  let [taken, kept, shopper] = [0, 0, 0];
  rows.forEach((row, at) => {
    while (integerAt(starts, shopper + 1) <= row) shopper += 1;
    const isLast = integerAt(rows, at + 1, Infinity) >= integerAt(starts, shopper + 1);
    if (isLast && taken < wanted && random() * rows.length < wanted * 3) {
      held[taken] = row;
      taken += 1;
    } else {
      train[kept] = row;
      kept += 1;
    }
  });
  return { train: train.slice(0, kept), held: held.slice(0, taken) };
}

/** Those of the rows that happened after a time. */
export function after(
  rows: Int32Array,
  { ts }: ShopperEvents,
  time: number,
): Int32Array<ArrayBuffer> {
  return rows.filter((row) => floatAt(ts, row) > time);
}
