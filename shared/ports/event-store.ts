import type { ShopEvent } from '../domain/event.js';

export interface Appended {
  /** Per event, in order: false where an event of that id was there already, which is then left as it was. */
  readonly isNew: readonly boolean[];
  /** For `ChangeLog.covers`: who has read that far has seen them. A store need not be able to read on from there. */
  readonly cursor: string;
}

/** What shoppers did, append-only, durable before the promise settles. */
export interface EventStore {
  /**
   * Appends all or none where the store can: one that spreads shoppers over machines may reject after it has kept the
   * events of some, and to append them again is harmless. Nothing is kept of a batch that holds an event which cannot be
   * written: `invalid`. Idempotent by `id` among the events of one session, or else of one user; a store may know an id
   * from another shopper again, or take it for new. Keeps the session records in step in the same transaction: an event
   * with a `sessionId` starts or extends that session, and names its user where it has one; the last name stays.
   */
  append(events: readonly ShopEvent[]): Promise<Appended>;
  count(): Promise<number>;
}
