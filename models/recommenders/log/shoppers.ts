import type { ShopEvent } from '../../../shared/domain/event.js';
import { int32Column } from '../../numeric/column.js';
import { integerAt } from '../../numeric/read.js';
import { none } from './time-lists.js';

/**
 * Which sequences belong to whom. A session is one sequence, or one more each time it names another user than before;
 * a user has one for events outside of sessions and owns those of the sessions that named them.
 */
export class Shoppers {
  readonly #users = new Map<string, number>();
  readonly #sessions = new Map<string, number[]>();
  readonly #owned = new Map<number, Set<number>>();
  readonly #dismissals = new Map<number, number>();
  readonly #owner = int32Column(none);
  #next = 0;

  get users(): number {
    return this.#users.size;
  }

  get sessions(): number {
    return this.#sessions.size;
  }

  /** The sequence an event belongs to; makes the user and the session known. */
  sequenceFor(event: ShopEvent): number {
    const user = event.userId === undefined ? none : this.userNumber(event.userId);
    if (event.sessionId === undefined) return user;
    const session = this.#sequenceOfSession(event.sessionId, user);
    if (user !== none) this.#give(session, user);
    return session;
  }

  /** The sequence of a user's events outside of sessions; makes the user known. */
  userNumber(userId: string): number {
    const known = this.#users.get(userId);
    if (known !== undefined) return known;
    const number = this.#newNumber();
    this.#users.set(userId, number);
    return number;
  }

  /** Where the dismissals of a sequence are kept, apart from what is evidence of interest. */
  dismissalsFor(sequence: number): number {
    const known = this.#dismissals.get(sequence);
    if (known !== undefined) return known;
    const number = this.#newNumber();
    this.#dismissals.set(sequence, number);
    return number;
  }

  dismissalsOf(sequence: number): number | undefined {
    return this.#dismissals.get(sequence);
  }

  /** The user's own sequence first, then those of their sessions. */
  sequencesOfUser(userId: string): readonly number[] | undefined {
    const user = this.#users.get(userId);
    if (user === undefined) return undefined;
    return [user, ...(this.#owned.get(user) ?? [])];
  }

  sequencesOfSession(sessionId: string): readonly number[] | undefined {
    return this.#sessions.get(sessionId);
  }

  /** The sequence of a user's events outside of sessions. */
  sequenceOfUser(userId: string): number | undefined {
    return this.#users.get(userId);
  }

  giveSession(sessionId: string, userId: string): void {
    const sequences = this.#sessions.get(sessionId);
    if (sequences === undefined) return;
    const user = this.userNumber(userId);
    for (const sequence of sequences) this.#give(sequence, user);
  }

  /** Gives all sessions of one user to another and forgets the first; the rows of its own sequence must be gone. */
  absorbUser(from: string, into: string): void {
    const user = this.#users.get(from);
    if (user === undefined) return;
    const heir = this.userNumber(into);
    for (const session of this.#owned.get(user) ?? []) this.#give(session, heir);
    this.forgetUser(from);
  }

  forgetUser(userId: string): void {
    const user = this.#users.get(userId);
    if (user === undefined) return;
    this.#users.delete(userId);
    this.#owned.delete(user);
  }

  /** Forgets those sequences of a session that belong to nobody known. */
  forgetSession(sessionId: string): void {
    const sequences = this.#sessions.get(sessionId) ?? [];
    const left = sequences.filter((one) =>
      this.#owned.has(integerAt(this.#owner.values, one, none)),
    );
    if (left.length === 0) this.#sessions.delete(sessionId);
    else this.#sessions.set(sessionId, left);
  }

  /** Where the session's next event of this user goes; `none` stands for an event that names nobody. */
  #sequenceOfSession(sessionId: string, user: number): number {
    const known = this.#sessions.get(sessionId);
    const last = known?.at(-1);
    const owner = last === undefined ? none : integerAt(this.#owner.values, last, none);
    if (last !== undefined && (user === none || owner === none || owner === user)) return last;
    const number = this.#newNumber();
    if (known === undefined) this.#sessions.set(sessionId, [number]);
    else known.push(number);
    return number;
  }

  #newNumber(): number {
    const number = this.#next;
    this.#next += 1;
    this.#owner.reserve(this.#next);
    return number;
  }

  #give(session: number, user: number): void {
    const before = integerAt(this.#owner.values, session, none);
    if (before === user) return;
    this.#owned.get(before)?.delete(session);
    this.#owner.values[session] = user;
    const owned = this.#owned.get(user) ?? new Set();
    this.#owned.set(user, owned.add(session));
  }
}
