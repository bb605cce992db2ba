import { Column, float64Column, int32Column } from '../../numeric/column.js';
import { nthSmallest } from '../../numeric/nth-smallest.js';
import { floatAt } from '../../numeric/read.js';

export interface EventRow {
  /** Numbers of `Identities`: who is named, and the session or `nobody`. */
  readonly who: number;
  readonly session: number;
  readonly item: number;
  /** Which of the configured event types. */
  readonly type: number;
  /** Milliseconds since 1970 UTC. */
  readonly ts: number;
}

/** How much more than what is kept may pile up before the oldest are dropped. */
const slack = 1.25;

/** Events in flat columns, 22 bytes each, in the order of the log; of more than `maxEvents` the newest by time. */
export class EventTable {
  readonly who = int32Column();
  readonly session = int32Column();
  readonly item = int32Column();
  readonly type = new Column<Uint16Array>((length) => new Uint16Array(length));
  readonly ts = float64Column();
  readonly #columns = [this.who, this.session, this.item, this.type, this.ts];
  readonly #maxEvents: number;
  #size = 0;

  constructor(maxEvents: number) {
    this.#maxEvents = maxEvents;
  }

  get size(): number {
    return this.#size;
  }

  add({ who, session, item, type, ts }: EventRow): void {
    const row = this.#size;
    if (row >= this.ts.values.length) for (const column of this.#columns) column.reserve(row + 1);
    this.who.values[row] = who;
    this.session.values[row] = session;
    this.item.values[row] = item;
    this.type.values[row] = type;
    this.ts.values[row] = ts;
    this.#size = row + 1;
    if (this.#size >= this.#maxEvents * slack + 1) this.dropOldest();
  }

  /** Leaves the newest `maxEvents`, of equal times those that came last. To be called once all are in. */
  dropOldest(): void {
    const surplus = this.#size - this.#maxEvents;
    if (surplus <= 0) return;
    const limit = nthSmallest(this.ts.values.slice(0, this.#size), surplus);
    let equalToDrop = surplus - this.#olderThan(limit);
    let kept = 0;
    for (let row = 0; row < this.#size; row++) {
      const ts = floatAt(this.ts.values, row);
      if (ts < limit || (ts === limit && equalToDrop-- > 0)) continue;
      for (const { values } of this.#columns) values[kept] = values[row] ?? 0;
      kept += 1;
    }
    this.#size = kept;
  }

  #olderThan(limit: number): number {
    let older = 0;
    for (let row = 0; row < this.#size; row++) if (floatAt(this.ts.values, row) < limit) older += 1;
    return older;
  }
}
