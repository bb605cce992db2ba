import type { TrainingSet } from '../../../../shared/ports/training.js';
import { integerAt } from '../../../numeric/read.js';

/** The set with each shopper's rows cut off before row `ends[shopper]`; who has none left is left out. */
export function cutOff(set: TrainingSet, ends: Int32Array): TrainingSet {
  const { starts } = set.events;
  const kept = [...set.shoppers.ids.keys()].filter(
    (shopper) => integerAt(ends, shopper) > integerAt(starts, shopper),
  );
  const ids = kept.map((shopper) => set.shoppers.ids[shopper] ?? '');
  const traits = new Map(
    kept.flatMap((shopper, number) => {
      const known = set.shoppers.traits.get(shopper);
      return known ? [[number, known] as const] : [];
    }),
  );
  return { items: set.items, shoppers: { ids, traits }, events: eventsOf(set, kept, ends) };
}

function eventsOf(
  { events: all }: TrainingSet,
  kept: readonly number[],
  ends: Int32Array,
): TrainingSet['events'] {
  const starts = new Int32Array(kept.length + 1);
  for (const [number, shopper] of kept.entries()) {
    const rows = integerAt(ends, shopper) - integerAt(all.starts, shopper);
    starts[number + 1] = integerAt(starts, number) + rows;
  }
  const rows = integerAt(starts, kept.length);
  const events = {
    starts,
    item: new Int32Array(rows),
    kind: new Uint8Array(rows),
    weight: new Float32Array(rows),
    ts: new Float64Array(rows),
  };
  for (const [number, shopper] of kept.entries()) {
    const [from, to] = [integerAt(all.starts, shopper), integerAt(ends, shopper)];
    for (const name of ['item', 'kind', 'weight', 'ts'] as const) {
      events[name].set(all[name].subarray(from, to), integerAt(starts, number));
    }
  }
  return events;
}
