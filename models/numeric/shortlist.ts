import { floatAt, integerAt } from './read.js';

/** Whether `a` comes before `b` where their scores are equal. */
export type Wins = (a: number, b: number) => boolean;

/** Best first, side by side. */
export interface Ranked {
  readonly keys: Int32Array;
  readonly scores: Float64Array;
}

/** Keeps the best of what it is offered: a binary heap with the worst at its root, keys and scores side by side. */
export class Shortlist {
  readonly #keys: Int32Array;
  readonly #scores: Float64Array;
  readonly #wins: Wins;
  #size = 0;

  constructor(capacity: number, wins: Wins) {
    this.#keys = new Int32Array(capacity);
    this.#scores = new Float64Array(capacity);
    this.#wins = wins;
  }

  /** What a key must reach to enter: −∞ while there is room. */
  get floor(): number {
    const isFull = this.#size === this.#keys.length;
    return isFull ? floatAt(this.#scores, 0) : Number.NEGATIVE_INFINITY;
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
  bestFirst(): Ranked {
    const [keys, scores, entered] = [this.#keys, this.#scores, this.#size];
    while (this.#size > 1) {
      const [worst, worstScore] = [integerAt(keys, 0), floatAt(scores, 0)];
      this.#size -= 1;
      const last = this.#size;
      this.#sink(integerAt(keys, last), floatAt(scores, last));
      keys[last] = worst;
      scores[last] = worstScore;
    }
    return { keys: keys.subarray(0, entered), scores: scores.subarray(0, entered) };
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
