import { eventKinds } from '../../../shared/domain/event.js';
import type { TrainingSet } from '../../../shared/ports/training.js';
import { integerAt } from '../../numeric/read.js';

/** Who touched what, each pair once: shopper s touched the columns starts[s] … starts[s + 1] − 1 of `columns`. */
export interface InteractionMatrix {
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  /** By column. */
  readonly itemIds: readonly string[];
}

const dismissal = eventKinds.indexOf('dismiss');

/** Items that somebody was interested in, in the order of their numbers. */
export function itemsWithEvents({ items, events }: TrainingSet): readonly number[] {
  const isTouched = new Uint8Array(items.length);
  for (const [row, item] of events.item.entries()) {
    if (events.kind[row] !== dismissal) isTouched[item] = 1;
  }
  return [...isTouched.keys()].filter((item) => isTouched[item] === 1);
}

/** In the order in which each shopper first came to the items; what was dismissed is no interest. */
export function interactionMatrix(set: TrainingSet): InteractionMatrix {
  const { starts, item, kind } = set.events;
  const items = itemsWithEvents(set);
  const columnOf = new Int32Array(set.items.length).fill(-1);
  for (const [column, number] of items.entries()) columnOf[number] = column;
  const lastShopper = new Int32Array(items.length).fill(-1);
  const columns = new Int32Array(item.length);
  const rows = [0];
  let end = 0;
  for (let shopper = 0; shopper + 1 < starts.length; shopper += 1) {
    for (let at = integerAt(starts, shopper); at < integerAt(starts, shopper + 1); at += 1) {
      const column = integerAt(columnOf, integerAt(item, at), -1);
      if (column < 0 || kind[at] === dismissal || lastShopper[column] === shopper) continue;
      lastShopper[column] = shopper;
      columns[end] = column;
      end += 1;
    }
    rows.push(end);
  }
  return {
    starts: Int32Array.from(rows),
    columns: columns.slice(0, end),
    itemIds: items.map((number) => set.items[number]?.id ?? ''),
  };
}
