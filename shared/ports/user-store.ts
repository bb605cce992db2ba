import type { Session, User } from '../domain/user.js';

/** Shoppers and their features. */
export interface UserStore {
  get(id: string): Promise<User | undefined>;
  /** In one order whatever changes meanwhile: the first users, or those that come after the one named. */
  list(after: string | undefined, limit: number): Promise<readonly User[]>;
  /** Inserts or replaces. */
  put(user: User): Promise<void>;
  /** The same for many, the last of equal ids wins. All or none where the store can; to put them again is harmless. */
  putAll(users: readonly User[]): Promise<void>;
  /**
   * Erases the record, events and sessions of a user; false where nothing was held. Where it rejects midway, erasing again
   * finishes it.
   */
  erase(id: string): Promise<boolean>;
  /**
   * Everything of `from`, a session or a user, becomes the user `into`'s; where both have a feature, `into`'s stays.
   * Returns the number of events that moved. Merging twice is merging once, and finishes what broke off midway.
   */
  merge(from: string, into: string): Promise<number>;
}

/** Visits, kept by `EventStore.append`. */
export interface SessionStore {
  get(id: string): Promise<Session | undefined>;
  count(): Promise<number>;
}
