import type { EvaluationCase } from '../../shared/domain/evaluation/evaluation-case.js';
import { type EventKind, eventKinds, type Interaction } from '../../shared/domain/event.js';
import type { TrainingSet } from '../../shared/ports/training.js';
import { floatAt, integerAt } from '../numeric/read.js';

export interface HeldOut {
  /** What happened before `from`; the shoppers that did nothing then are left out. All products stay. */
  readonly before: TrainingSet;
  /** The last thing that each shopper of the slice did, to be told from all that they did before it. */
  readonly cases: readonly EvaluationCase[];
}

/** The time that leaves a share of the events at or behind it; infinite where it would leave none before it. */
export function sliceStart(ts: Float64Array, share: number): number {
  const times = ts.slice().sort();
  const start = floatAt(times, times.length - Math.floor(times.length * share));
  return times.length > 0 && floatAt(times, 0) < start ? start : Number.POSITIVE_INFINITY;
}

/** Splits a set by time. Of more than `maxCases` shoppers of the slice every n-th asks. */
export function holdOut(
  set: TrainingSet,
  from: number,
  limits: { readonly maxCases: number; readonly maxHistory: number },
): HeldOut {
  const ends = splitPoints(set, from);
  const asking = askingShoppers(set, ends);
  const stride = Math.max(1, Math.ceil(asking.length / limits.maxCases));
  const chosen = asking.filter((_, at) => at % stride === 0);
  return {
    before: until(set, ends),
    cases: chosen.map((shopper) => lastStep(set, shopper, limits.maxHistory)),
  };
}

/** By shopper, the first of their rows that belongs to the slice. */
function splitPoints({ events: { starts, ts }, shoppers }: TrainingSet, from: number): Int32Array {
  return Int32Array.from(shoppers.ids, (_, shopper) => {
    let row = integerAt(starts, shopper + 1);
    while (row > integerAt(starts, shopper) && floatAt(ts, row - 1) >= from) row -= 1;
    return row;
  });
}

/** Those whose last step in the slice is a sign of interest with something before it. */
function askingShoppers({ events, shoppers }: TrainingSet, ends: Int32Array): readonly number[] {
  const dismissal = eventKinds.indexOf('dismiss');
  return [...shoppers.ids.keys()].filter((shopper) => {
    const [start, end] = [events.starts[shopper] ?? 0, events.starts[shopper + 1] ?? 0];
    return end - start > 1 && (ends[shopper] ?? end) < end && events.kind[end - 1] !== dismissal;
  });
}

function lastStep(set: TrainingSet, shopper: number, maxHistory: number): EvaluationCase {
  const [start, end] = [set.events.starts[shopper] ?? 0, set.events.starts[shopper + 1] ?? 0];
  const traits = set.shoppers.traits.get(shopper);
  const history: Interaction[] = [];
  for (let row = Math.max(start, end - 1 - maxHistory); row < end - 1; row++) {
    history.push(interaction(set, row));
  }
  const targets = [interaction(set, end - 1)];
  return { shopper: set.shoppers.ids[shopper] ?? '', ...(traits && { traits }), history, targets };
}

function interaction({ items, events }: TrainingSet, row: number): Interaction {
  const kind: EventKind = eventKinds[events.kind[row] ?? 0] ?? 'view';
  const itemId = items[integerAt(events.item, row)]?.id ?? '';
  return { itemId, kind, ts: floatAt(events.ts, row) };
}

/** The set with each shopper's rows cut off at `ends`. */
function until(set: TrainingSet, ends: Int32Array): TrainingSet {
  const { starts } = set.events;
  const kept = [...set.shoppers.ids.keys()].filter(
    (s) => integerAt(ends, s) > integerAt(starts, s),
  );
  const rows = kept.reduce((sum, s) => sum + integerAt(ends, s) - integerAt(starts, s), 0);
  const events = {
    starts: new Int32Array(kept.length + 1),
    item: new Int32Array(rows),
    kind: new Uint8Array(rows),
    weight: new Float32Array(rows),
    ts: new Float64Array(rows),
  };
  for (const [number, shopper] of kept.entries()) {
    const [from, to] = [integerAt(starts, shopper), integerAt(ends, shopper)];
    const at = integerAt(events.starts, number);
    for (const name of ['item', 'kind', 'weight', 'ts'] as const) {
      events[name].set(set.events[name].subarray(from, to), at);
    }
    events.starts[number + 1] = at + to - from;
  }
  const traits = new Map<number, readonly string[]>();
  for (const [number, shopper] of kept.entries()) {
    const known = set.shoppers.traits.get(shopper);
    if (known) traits.set(number, known);
  }
  const ids = kept.map((shopper) => set.shoppers.ids[shopper] ?? '');
  return { items: set.items, shoppers: { ids, traits }, events };
}
