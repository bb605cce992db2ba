import type { ShopperEvents, TrainingSet } from '../../../shared/ports/training.js';
import { floatAt, integerAt } from '../../numeric/read.js';
import { isStep, type Vocabulary } from './vocabulary.js';

/** What shoppers did one after another, without what they waved away. */
export interface Steps {
  /** Rows of the vocabulary. */
  readonly rows: Int32Array;
  readonly kinds: Uint8Array;
  /** Shopper s took the steps starts[s] … starts[s + 1] − 1. */
  readonly starts: Int32Array;
  /** By shopper: how many steps were taken after `since`. */
  readonly fresh: Int32Array;
  /** The newest event of all, milliseconds since 1970 UTC. */
  readonly latest: number;
}

/** 5 bytes an event. `since`: milliseconds since 1970 UTC. */
export function stepsOf({ events }: TrainingSet, vocabulary: Vocabulary, since: number): Steps {
  const rows = new Int32Array(events.item.length);
  const kinds = new Uint8Array(events.item.length);
  const shoppers = events.starts.length - 1;
  const starts = new Int32Array(shoppers + 1);
  let step = 0;
  for (let shopper = 0; shopper < shoppers; shopper += 1) {
    const end = integerAt(events.starts, shopper + 1);
    for (let at = integerAt(events.starts, shopper); at < end; at += 1) {
      const kind = events.kind[at] ?? 0;
      if (!isStep(kind)) continue;
      rows[step] = integerAt(vocabulary.rows, integerAt(events.item, at));
      kinds[step] = kind;
      step += 1;
    }
    starts[shopper + 1] = step;
  }
  const latest = events.ts.reduce((newest, ts) => Math.max(newest, ts), Number.NEGATIVE_INFINITY);
  return {
    rows: rows.subarray(0, step),
    kinds: kinds.subarray(0, step),
    starts,
    fresh: freshOf(events, since),
    latest,
  };
}

function freshOf({ starts, kind, ts }: ShopperEvents, since: number): Int32Array {
  const fresh = new Int32Array(starts.length - 1);
  for (let shopper = 0; shopper < fresh.length; shopper += 1) {
    const end = integerAt(starts, shopper + 1);
    for (let at = integerAt(starts, shopper); at < end; at += 1) {
      if (isStep(kind[at] ?? 0) && floatAt(ts, at) > since) {
        fresh[shopper] = integerAt(fresh, shopper) + 1;
      }
    }
  }
  return fresh;
}

/** Stretches of steps to learn: position p of window w takes step first[w] + p and should name the next one. */
export interface Windows {
  readonly first: Int32Array;
  /** Positions, from 1 up to the length of a window. */
  readonly lengths: Int32Array;
}

/**
 * Cuts the steps of each shopper into windows of at most `length` positions, from the newest backwards, until `wanted` of
 * the newest steps are to be named (0 for none, but for what fills a window); no step is to be named twice.
 */
export function windowsOf(
  { starts }: Steps,
  length: number,
  wanted: (shopper: number) => number,
): Windows {
  const counts = new Int32Array(starts.length - 1);
  let count = 0;
  for (let shopper = 0; shopper < counts.length; shopper += 1) {
    const positions = integerAt(starts, shopper + 1) - integerAt(starts, shopper) - 1;
    const windows = Math.ceil(Math.min(positions, wanted(shopper)) / length);
    counts[shopper] = Math.max(0, windows);
    count += integerAt(counts, shopper);
  }
  const [first, lengths] = [new Int32Array(count), new Int32Array(count)];
  let window = 0;
  for (let shopper = 0; shopper < counts.length; shopper += 1) {
    const [start, end] = [integerAt(starts, shopper), integerAt(starts, shopper + 1)];
    for (let cut = 0; cut < integerAt(counts, shopper); cut += 1) {
      const last = end - 1 - cut * length;
      first[window] = Math.max(start, last - length);
      lengths[window] = last - integerAt(first, window);
      window += 1;
    }
  }
  return { first, lengths };
}
