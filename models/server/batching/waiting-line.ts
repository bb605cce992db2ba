import type { Job, Part } from './job.js';

/** What one batch may hold. */
export interface BatchSize {
  readonly maxCount: number;
  /** In the unit of `costOf`. */
  readonly maxCost: number;
}

/** Those who have items that are in no batch yet, first come first served. */
export class WaitingLine<Item, Row> {
  readonly #costOf: (item: Item) => number;
  readonly #jobs: Job<Item, Row>[] = [];

  constructor(costOf: (item: Item) => number) {
    this.#costOf = costOf;
  }

  /** Items, not requests. */
  get length(): number {
    return this.#jobs.reduce((sum, { left }) => sum + left, 0);
  }

  add(job: Job<Item, Row>): void {
    this.#jobs.push(job);
  }

  remove(job: Job<Item, Row>): void {
    const at = this.#jobs.indexOf(job);
    if (at >= 0) this.#jobs.splice(at, 1);
  }

  /** The next batch: at least one item where any waits, though it alone cost more than a batch may. */
  take({ maxCount, maxCost }: BatchSize): readonly Part<Item, Row>[] {
    const parts: Part<Item, Row>[] = [];
    let [count, cost] = [0, 0];
    const fits = (item: Item): boolean => {
      const costWithIt = cost + this.#costOf(item);
      if (count > 0 && (count === maxCount || costWithIt > maxCost)) return false;
      count += 1;
      cost = costWithIt;
      return true;
    };
    for (let job = this.#jobs[0]; job !== undefined; job = this.#jobs[0]) {
      const part = job.take(fits);
      if (part.to > part.from) parts.push(part);
      if (job.left > 0) break;
      this.#jobs.shift();
    }
    return parts;
  }
}
