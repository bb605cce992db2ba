import { AppError } from '../../../shared/domain/errors.js';
import { Job, type Part } from './job.js';
import { type BatchSize, WaitingLine } from './waiting-line.js';

export interface BatchLimits extends BatchSize {
  /** Items that may wait for a batch. */
  readonly maxWaiting: number;
  /** Batches under way at a time. */
  readonly atOnce: number;
}

export interface BatchWork<Item, Row> {
  costOf(item: Item): number;
  /** A row for each item, in order. */
  encode(items: readonly Item[], signal: AbortSignal): Promise<readonly Row[]>;
}

/** Is told what happens, to count it. */
export interface BatchObserver {
  /** Somebody has been let in; calls back when the first of their items is in a batch. */
  admitted(): () => void;
  /** A batch has begun; calls back when it has ended. */
  began(items: number): () => void;
  /** Somebody has been refused because too many wait. */
  rejected(): void;
  /** Somebody has left before any of their items was in a batch. */
  skipped(): void;
  /** All for whom a batch was made have left, so it was called off. */
  cancelled(): void;
}

/**
 * Makes batches of what many ask for at the same time. Who comes while there is room begins at once; those who come while
 * batches are under way go together into the next, as many as its count and cost allow, and a large request is spread over
 * several. Nobody waits for company, so a single request is as fast as it is without batches.
 */
export class Batcher<Item, Row> {
  readonly #work: BatchWork<Item, Row>;
  readonly #limits: BatchLimits;
  readonly #observer: BatchObserver;
  readonly #line: WaitingLine<Item, Row>;
  #underWay = 0;

  constructor(work: BatchWork<Item, Row>, limits: BatchLimits, observer: BatchObserver) {
    this.#work = work;
    this.#limits = limits;
    this.#observer = observer;
    this.#line = new WaitingLine(work.costOf);
  }

  /** Items that are in no batch yet. */
  get waiting(): number {
    return this.#line.length;
  }

  /**
   * A row for each item, in order. Rejects with `overloaded` where too many wait (whoever finds nobody waiting is let in),
   * with the signal's reason when aborted, else with what the work rejects with.
   */
  async submit(items: readonly Item[], signal: AbortSignal): Promise<readonly Row[]> {
    signal.throwIfAborted();
    this.#admit(items.length);
    const job = new Job<Item, Row>(items, this.#observer.admitted());
    const leave = () => this.#leave(job, signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    this.#line.add(job);
    this.#begin();
    try {
      return await job.rows;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  #admit(items: number): void {
    const { waiting } = this;
    if (waiting === 0 || waiting + items <= this.#limits.maxWaiting) return;
    this.#observer.rejected();
    const expected = `at most ${this.#limits.maxWaiting} may wait`;
    throw new AppError('overloaded', `${waiting} wait to be encoded already, ${expected}`);
  }

  #leave(job: Job<Item, Row>, reason: unknown): void {
    this.#line.remove(job);
    if (!job.hasBegun) this.#observer.skipped();
    job.fail(reason);
  }

  #begin(): void {
    while (this.#underWay < this.#limits.atOnce && this.#line.length > 0) {
      this.#underWay += 1;
      void this.#run(this.#line.take(this.#limits)).then(() => {
        this.#underWay -= 1;
        this.#begin();
      });
    }
  }

  async #run(parts: readonly Part<Item, Row>[]): Promise<void> {
    const present = parts.filter(({ job }) => !job.isSettled);
    if (present.length === 0) return;
    try {
      deliver(present, await this.#encode(present));
    } catch (error) {
      if (present.length === 1 || isOfTheMoment(error)) this.#fail(present, error);
      // One of them may have sent what cannot be encoded; the others should not pay for it.
      else for (const part of present) await this.#run([part]);
    }
  }

  /** Called off once all have left for whom it is done. */
  async #encode(parts: readonly Part<Item, Row>[]): Promise<readonly Row[]> {
    const items = parts.flatMap(({ job, from, to }) => job.items.slice(from, to));
    const stop = new AbortController();
    let isDone = false;
    void Promise.all(parts.map(({ job }) => job.settled)).then(() => {
      if (isDone) return;
      this.#observer.cancelled();
      stop.abort(new AppError('unavailable', 'nobody waits for this batch any more'));
    });
    const ended = this.#observer.began(items.length);
    try {
      return await this.#work.encode(items, stop.signal);
    } finally {
      isDone = true;
      ended();
    }
  }

  #fail(parts: readonly Part<Item, Row>[], error: unknown): void {
    for (const { job } of parts) {
      this.#line.remove(job);
      job.fail(error);
    }
  }
}

/** Failures that have nothing to do with what was to be encoded. */
const isOfTheMoment = (error: unknown): boolean =>
  error instanceof AppError && (error.code === 'overloaded' || error.code === 'unavailable');

function deliver<Item, Row>(parts: readonly Part<Item, Row>[], rows: readonly Row[]): void {
  let at = 0;
  for (const { job, from, to } of parts) {
    job.deliver(from, rows.slice(at, at + to - from));
    at += to - from;
  }
}
