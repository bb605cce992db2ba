/** A run of a request's items that go into one batch. */
export interface Part<Item, Row> {
  readonly job: Job<Item, Row>;
  readonly from: number;
  readonly to: number;
}

/** What one request wants encoded: its items go into batches in order, its rows come back in any. */
export class Job<Item, Row> {
  readonly items: readonly Item[];
  /** A row for each item, once all are there. */
  readonly rows: Promise<readonly Row[]>;
  /** Settles with `rows`, and never rejects. */
  readonly settled: Promise<void>;
  readonly #rows: Row[];
  readonly #onBegin: () => void;
  #missing: number;
  #begun = 0;
  #isSettled = false;
  #resolve: (rows: readonly Row[]) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;

  constructor(items: readonly Item[], onBegin: () => void) {
    this.items = items;
    this.#rows = new Array(items.length);
    this.#missing = items.length;
    this.#onBegin = onBegin;
    this.rows = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    const settle = () => {
      this.#isSettled = true;
    };
    this.settled = this.rows.then(settle, settle);
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  get hasBegun(): boolean {
    return this.#begun > 0;
  }

  /** Items that are in no batch yet. */
  get left(): number {
    return this.items.length - this.#begun;
  }

  /** Takes items out in order for as long as they fit. */
  take(fits: (item: Item) => boolean): Part<Item, Row> {
    const from = this.#begun;
    for (const item of this.items.slice(from)) {
      if (!fits(item)) break;
      this.#begun += 1;
    }
    if (from === 0 && this.#begun > 0) this.#onBegin();
    return { job: this, from, to: this.#begun };
  }

  deliver(from: number, rows: readonly Row[]): void {
    rows.forEach((row, at) => {
      this.#rows[from + at] = row;
    });
    this.#missing -= rows.length;
    if (this.#missing === 0) this.#resolve(this.#rows);
  }

  fail(error: unknown): void {
    this.#isSettled = true;
    this.#reject(error);
  }
}
