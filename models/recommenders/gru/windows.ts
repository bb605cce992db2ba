import type { TrainingSet } from '../../../shared/ports/training.js';
import { floatAt, integerAt } from '../../numeric/read.js';
import { isStep, type Vocabulary } from './vocabulary.js';

/** What shoppers did one after another, without what they waved away. */
export interface Steps {
  /** Rows of the vocabulary. */
  readonly rows: Int32Array;
  readonly kinds: Uint8Array;
  /** Shopper s took the steps starts[s] … starts[s + 1] − 1. */
  readonly starts: Int32Array;
  /** The last step of each shopper, milliseconds since 1970 UTC. */
  readonly latest: Float64Array;
}

/** 5 bytes an event. */
export function stepsOf({ events }: TrainingSet, vocabulary: Vocabulary): Steps {
  const rows = new Int32Array(events.item.length);
  const kinds = new Uint8Array(events.item.length);
  const shoppers = events.starts.length - 1;
  const starts = new Int32Array(shoppers + 1);
  const latest = new Float64Array(shoppers);
  let step = 0;
  for (let shopper = 0; shopper < shoppers; shopper += 1) {
    const end = integerAt(events.starts, shopper + 1);
    for (let at = integerAt(events.starts, shopper); at < end; at += 1) {
      const kind = events.kind[at] ?? 0;
      if (!isStep(kind)) continue;
      rows[step] = integerAt(vocabulary.rows, integerAt(events.item, at));
      kinds[step] = kind;
      latest[shopper] = Math.max(floatAt(latest, shopper), floatAt(events.ts, at));
      step += 1;
    }
    starts[shopper + 1] = step;
  }
  return { rows: rows.subarray(0, step), kinds: kinds.subarray(0, step), starts, latest };
}

/** Stretches of steps to learn: position p of window w takes step first[w] + p and should name the next one. */
export interface Windows {
  readonly first: Int32Array;
  /** Positions, from 1 up to the length of a window. */
  readonly lengths: Int32Array;
}

/**
 * Cuts the steps of each chosen shopper into windows of at most `length` positions, from the newest backwards, so that
 * each step but a shopper's first is to be named once.
 */
export function windowsOf(
  { starts }: Steps,
  length: number,
  isChosen: (shopper: number) => boolean,
): Windows {
  const chosen: number[] = [];
  let count = 0;
  for (let shopper = 0; shopper + 1 < starts.length; shopper += 1) {
    const positions = integerAt(starts, shopper + 1) - integerAt(starts, shopper) - 1;
    if (positions < 1 || !isChosen(shopper)) continue;
    chosen.push(shopper);
    count += Math.ceil(positions / length);
  }
  const [first, lengths] = [new Int32Array(count), new Int32Array(count)];
  let window = 0;
  for (const shopper of chosen) {
    const start = integerAt(starts, shopper);
    for (let last = integerAt(starts, shopper + 1) - 1; last > start; last -= length) {
      first[window] = Math.max(start, last - length);
      lengths[window] = last - integerAt(first, window);
      window += 1;
    }
  }
  return { first, lengths };
}
