import { floatAt, integerAt } from './read.js';

export interface Selection {
  /** What to choose from: the first `size` of `keys`. */
  readonly keys: Int32Array;
  readonly size: number;
  /** By key; larger is better. */
  readonly scores: Float64Array;
  readonly count: number;
  /** Whether `a` comes before `b` where their scores are equal. */
  wins(a: number, b: number): boolean;
  /** Asked only for keys good enough to be chosen so far. */
  accept(key: number): boolean;
}

/** Keeps the best of what it is offered: a binary heap with the worst at its root, keys and scores side by side. */
class Shortlist {
  readonly #keys: Int32Array;
  readonly #scores: Float64Array;
  readonly #wins: Selection['wins'];
  #size = 0;

  constructor(capacity: number, wins: Selection['wins']) {
    this.#keys = new Int32Array(capacity);
    this.#scores = new Float64Array(capacity);
    this.#wins = wins;
  }

  /** Whether a key of this score would enter. */
  takes(key: number, score: number): boolean {
    if (this.#size < this.#keys.length) return true;
    return this.#isWorse(integerAt(this.#keys, 0), floatAt(this.#scores, 0), key, score);
  }

  /** Enters a key that `takes` let through; the worst makes room. */
  enter(key: number, score: number): void {
    if (this.#size === this.#keys.length) this.#sink(key, score);
    else this.#rise(key, score);
  }

  /** Empties the heap, worst first, into the places that it frees at its end. */
  bestFirst(): number[] {
    const entered = this.#size;
    while (this.#size > 1) {
      const worst = integerAt(this.#keys, 0);
      this.#size -= 1;
      const last = this.#size;
      this.#sink(integerAt(this.#keys, last), floatAt(this.#scores, last));
      this.#keys[last] = worst;
    }
    return Array.from(this.#keys.subarray(0, entered));
  }

  #isWorse(a: number, scoreOfA: number, b: number, scoreOfB: number): boolean {
    return scoreOfA === scoreOfB ? this.#wins(b, a) : scoreOfA < scoreOfB;
  }

  /** Puts a key where the root was and lets it down to its place. */
  #sink(key: number, score: number): void {
    const [keys, scores, size] = [this.#keys, this.#scores, this.#size];
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      const worse = this.#worseChild(child);
      const [otherKey, otherScore] = [integerAt(keys, worse), floatAt(scores, worse)];
      if (this.#isWorse(key, score, otherKey, otherScore)) break;
      keys[at] = otherKey;
      scores[at] = otherScore;
      at = worse;
    }
    keys[at] = key;
    scores[at] = score;
  }

  #worseChild(left: number): number {
    const [keys, scores] = [this.#keys, this.#scores];
    const right = left + 1;
    if (right >= this.#size) return left;
    const [leftScore, rightScore] = [floatAt(scores, left), floatAt(scores, right)];
    if (leftScore !== rightScore) return leftScore < rightScore ? left : right;
    return this.#wins(integerAt(keys, left), integerAt(keys, right)) ? right : left;
  }

  #rise(key: number, score: number): void {
    const [keys, scores] = [this.#keys, this.#scores];
    let at = this.#size;
    this.#size += 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const [otherKey, otherScore] = [integerAt(keys, parent), floatAt(scores, parent)];
      if (!this.#isWorse(key, score, otherKey, otherScore)) break;
      keys[at] = otherKey;
      scores[at] = otherScore;
      at = parent;
    }
    keys[at] = key;
    scores[at] = score;
  }
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
  return shortlist.bestFirst();
}
