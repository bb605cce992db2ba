import { SparseScores } from '../../numeric/sparse-scores.js';
import { type BestQuery, bestItems } from '../best-items.js';
import type { InteractionLog } from '../log/interaction-log.js';
import type { KindTable } from '../log/kind-table.js';
import { none } from '../log/time-lists.js';

/** Steps to either side, and the time between them, that still make one basket. */
const basketSteps = 30;
const basketMs = 6 * 3_600_000;
/** Events of the item, the newest, that are looked at. */
const occurrences = 1_000;
/** A pair seen once is half believed, one seen many times wholly. */
const doubt = 1;

const orders = 2;

/**
 * What goes into the basket with an item: carts and orders of one visit, a pair of orders counting twice. Counts are
 * divided by the square root of the other's events, so that best sellers do not stand beside everything.
 */
export class Baskets {
  readonly #log: InteractionLog;
  readonly #kinds: KindTable;
  readonly #scores = new SparseScores();

  constructor(log: InteractionLog, kinds: KindTable) {
    this.#log = log;
    this.#kinds = kinds;
  }

  /** Best first; O(occurrences × steps), nothing is kept. */
  together(item: number, query: BestQuery): { readonly item: number; readonly score: number }[] {
    this.#scores.begin(this.#log.items.size);
    let row = this.#log.byItem.newest(item);
    for (let seen = 0; row !== none && seen < occurrences; seen += 1) {
      if (this.#isPurchase(row)) this.#countAround(row);
      row = this.#log.byItem.older(row);
    }
    this.#scores.scale((other) => {
      const pairs = this.#scores.of(other);
      const belief = pairs / (pairs + doubt);
      return belief / Math.sqrt(this.#log.byItem.count(other));
    });
    return bestItems(this.#scores, this.#log.items, query).map((other) => ({
      item: other,
      score: this.#scores.of(other),
    }));
  }

  #countAround(row: number): void {
    const lists = this.#log.bySequence;
    lists.settle(this.#log.sequenceOf(row));
    this.#count(row, (at) => lists.older(at));
    this.#count(row, (at) => lists.newer(at));
  }

  #count(row: number, next: (row: number) => number): void {
    const item = this.#log.itemOf(row);
    const ts = this.#log.timeOf(row);
    let other = next(row);
    for (let step = 0; other !== none && step < basketSteps; step += 1) {
      if (Math.abs(this.#log.timeOf(other) - ts) > basketMs) return;
      const isOther = this.#log.itemOf(other) !== item;
      if (isOther && this.#isPurchase(other)) {
        this.#scores.add(this.#log.itemOf(other), this.#worth(row, other), none);
      }
      other = next(other);
    }
  }

  #isPurchase(row: number): boolean {
    return this.#kinds.objectiveOf(this.#log.typeOf(row)) > 0;
  }

  #worth(a: number, b: number): number {
    const isOrder = (row: number) => this.#kinds.objectiveOf(this.#log.typeOf(row)) === orders;
    return isOrder(a) && isOrder(b) ? 1 : 0.5;
  }
}
