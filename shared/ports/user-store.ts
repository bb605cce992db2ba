import type { Session, User } from '../domain/user.js';

/** Shoppers and their features. */
export interface UserStore {
  get(id: string): Promise<User | undefined>;
  /** In one order whatever changes meanwhile: the first users, or those that come after the one named. */
  list(after: string | undefined, limit: number): Promise<readonly User[]>;
  /** Inserts or replaces. */
  put(user: User): Promise<void>;
  /** The same for many, all or none; the last of equal ids wins. */
  putAll(users: readonly User[]): Promise<void>;
  /** Erases the record, events and sessions of a user; false where nothing was held. */
  erase(id: string): Promise<boolean>;
  /**
   * Everything of `from`, a session or a user, becomes the user `into`'s; where both have a feature, `into`'s stays.
   * Returns the number of events that moved. Merging twice is merging once.
   */
  merge(from: string, into: string): Promise<number>;
}

/** Visits, kept by `EventStore.append`. */
export interface SessionStore {
  get(id: string): Promise<Session | undefined>;
  count(): Promise<number>;
}
