import type { Attributes } from './item.js';

/** What the shop knows of a shopper beside the events. */
export interface User {
  readonly id: string;
  readonly features: Attributes;
  /** Milliseconds since 1970 UTC. */
  readonly createdAt: number;
}

/** A visit: the span of the events that carry one session id. Times are milliseconds since 1970 UTC. */
export interface Session {
  readonly id: string;
  /** The shopper, once an event or a merge has named one. */
  readonly userId?: string;
  readonly startedAt: number;
  readonly lastSeenAt: number;
  readonly eventCount: number;
}
