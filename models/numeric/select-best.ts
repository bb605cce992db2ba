import { elementAt, floatAt, integerAt } from './read.js';
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

/** Keeps the best of what it is offered: a heap with the worst at its root. */
class Shortlist {
  readonly #heap: number[] = [];
  readonly #selection: Selection;

  constructor(selection: Selection) {
    this.#selection = selection;
  }

  /** Once the list is full, no key below this score can enter. */
  get threshold(): number {
    const isFull = this.#heap.length >= this.#selection.count;
    return isFull ? this.#scoreOf(elementAt(this.#heap, 0)) : Number.NEGATIVE_INFINITY;
  }

  offer(key: number): void {
    const { count, accept } = this.#selection;
    const heap = this.#heap;
    if (heap.length >= count) {
      if (this.#order(key, elementAt(heap, 0)) > 0 || !accept(key)) return;
      heap[0] = key;
      this.#sink();
    } else if (accept(key)) {
      heap.push(key);
      // An array with the worst first in order is a heap.
      if (heap.length === count) heap.sort((a, b) => this.#order(b, a));
    }
  }

  bestFirst(): number[] {
    return this.#heap.sort((a, b) => this.#order(a, b));
  }

  /** Below zero where `a` comes first. */
  #order(a: number, b: number): number {
    return this.#scoreOf(b) - this.#scoreOf(a) || (this.#selection.wins(a, b) ? -1 : 1);
  }

  #scoreOf(key: number): number {
    return floatAt(this.#selection.scores, key);
  }

  #sink(): void {
    const heap = this.#heap;
    const key = elementAt(heap, 0);
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      const right = child + 1;
      const isRight =
        right < heap.length && this.#order(elementAt(heap, child), elementAt(heap, right)) < 0;
      const worse = isRight ? right : child;
      const other = elementAt(heap, worse);
      if (this.#order(other, key) < 0) break;
      heap[at] = other;
      at = worse;
    }
    heap[at] = key;
  }
}

/** The accepted keys with the best scores, best first, at most `count`: O(size + chosen · log count). */
export function selectBest(selection: Selection): number[] {
  const { keys, size, scores, count } = selection;
  const shortlist = new Shortlist(selection);
  if (count <= 0) return [];
  let threshold = shortlist.threshold;
  for (let index = 0; index < size; index += 1) {
    const key = integerAt(keys, index);
    if (floatAt(scores, key) < threshold) continue;
    shortlist.offer(key);
    threshold = shortlist.threshold;
  }
  return shortlist.bestFirst();
}
