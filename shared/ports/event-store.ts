import type { ShopEvent } from '../domain/event.js';

export interface Appended {
  /** Per event, in order: false where an event of that id was there already, which is then left as it was. */
  readonly isNew: readonly boolean[];
  /** A place in the change log at or after these events: who has read that far has seen them. */
  readonly cursor: string;
}

/** What shoppers did, append-only, durable before the promise settles. */
export interface EventStore {
  /**
   * Appends all or none. Idempotent by `id`. Keeps the session records in step in the same transaction:
   * an event with a `sessionId` starts or extends that session, and names its user where it has one; the last name stays.
   */
  append(events: readonly ShopEvent[]): Promise<Appended>;
  count(): Promise<number>;
}
