import type { EvaluationCase } from '../../shared/domain/evaluation/evaluation-case.js';
import { type EventKind, eventKinds, type Interaction } from '../../shared/domain/event.js';
import type { TrainingSet } from '../../shared/ports/training.js';
import { floatAt, integerAt } from '../numeric/read.js';

export interface HeldOut {
  /** What happened before `from`; the shoppers that did nothing then are left out. All products stay. */
  readonly before: TrainingSet;
  /** For each shopper of the slice a moment in it: what they did before, and what they did from then on. */
  readonly cases: readonly EvaluationCase[];
}

/** What is asked for is what comes soon. */
const maxTargets = 20;

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
    cases: chosen.flatMap((shopper) =>
      question(set, shopper, { from: integerAt(ends, shopper), maxHistory: limits.maxHistory }),
    ),
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

/** Those who did something in the slice with something before it. */
function askingShoppers({ events, shoppers }: TrainingSet, ends: Int32Array): readonly number[] {
  const { starts } = events;
  return [...shoppers.ids.keys()].filter((shopper) => {
    const [start, end] = [integerAt(starts, shopper), integerAt(starts, shopper + 1)];
    return end - start > 1 && integerAt(ends, shopper) < end;
  });
}

/** The shopper's question; none where all that followed was dismissed. */
function question(
  set: TrainingSet,
  shopper: number,
  { from, maxHistory }: { readonly from: number; readonly maxHistory: number },
): readonly EvaluationCase[] {
  const { starts } = set.events;
  const [start, end] = [integerAt(starts, shopper), integerAt(starts, shopper + 1)];
  const first = Math.max(from, start + 1);
  // Spread over the slice, so that beginnings and ends of visits are asked for alike, and the same in each run.
  const moment = first + ((Math.imul(shopper + 1, 0x9e3779b1) >>> 16) % (end - first));
  const traits = set.shoppers.traits.get(shopper);
  const history = interactions(set, Math.max(start, moment - maxHistory), moment);
  const targets = interactions(set, moment, Math.min(end, moment + maxTargets));
  const wanted = targets.filter(({ kind }) => kind !== 'dismiss');
  if (wanted.length === 0) return [];
  const id = set.shoppers.ids[shopper] ?? '';
  return [{ shopper: id, ...(traits && { traits }), history, targets: wanted }];
}

function interactions(set: TrainingSet, from: number, to: number): readonly Interaction[] {
  return Array.from({ length: to - from }, (_, at) => interaction(set, from + at));
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
