import { floatAt, integerAt } from './read.js';
import { Shortlist, type Wins } from './shortlist.js';

export interface Selection {
  /** What to choose from: the first `size` of `keys`. */
  readonly keys: Int32Array;
  readonly size: number;
  /** By key; larger is better. */
  readonly scores: Float64Array;
  readonly count: number;
  readonly wins: Wins;
  /** Asked only for keys good enough to be chosen so far. */
  accept(key: number): boolean;
}

/** The accepted keys with the best scores, best first, at most `count`: O(size + chosen · log count). */
export function selectBest({ keys, size, scores, count, wins, accept }: Selection): number[] {
  if (count <= 0) return [];
  const shortlist = new Shortlist(Math.min(count, size), wins);
  for (let index = 0; index < size; index += 1) {
    const key = integerAt(keys, index);
    const score = floatAt(scores, key);
    if (shortlist.takes(key, score) && accept(key)) shortlist.enter(key, score);
  }
  return Array.from(shortlist.bestFirst().keys);
}
