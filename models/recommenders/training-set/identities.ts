import { Column, int32Column } from '../../numeric/column.js';
import { integerAt } from '../../numeric/read.js';

/** Stands for nobody. */
export const nobody = -1;

/**
 * Who is who, as the store has it: what names a user is the user's; what names only a session is the session's, and with
 * it the user's whom the session named last. Everybody has a number; a user that was merged into another, and a session
 * that has a user, point at their owner.
 */
export class Identities {
  readonly #users = new Map<string, number>();
  readonly #sessions = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #owner = int32Column(nobody);
  readonly #flags = new Column<Uint8Array>((length) => new Uint8Array(length));

  /** One more than the largest number in use. */
  get size(): number {
    return this.#names.length;
  }

  user(id: string): number {
    return this.#users.get(id) ?? this.#add(this.#users, id, isUser);
  }

  session(id: string): number {
    return this.#sessions.get(id) ?? this.#add(this.#sessions, id, 0);
  }

  give(session: number, user: number): void {
    this.#owner.values[session] = user;
  }

  /** `from` may name a session, a user, or both. */
  merge(from: string, into: string): void {
    const session = this.#sessions.get(from);
    if (session !== undefined) this.give(session, this.user(into));
    const user = this.#users.get(from);
    if (user === undefined || from === into) return;
    this.#owner.values[user] = this.user(into);
    this.#users.delete(from);
  }

  erase(userId: string, sessionIds: readonly string[]): void {
    const user = this.#users.get(userId);
    if (user !== undefined) this.#erase(user);
    this.#users.delete(userId);
    for (const id of sessionIds) {
      const session = this.#sessions.get(id);
      if (session !== undefined) this.#erase(session);
      this.#sessions.delete(id);
    }
  }

  /** The user, or the session of nobody, that a number belongs to in the end; `nobody` where it was erased. */
  shopperOf(number: number): number {
    let at = number;
    for (let owner = at; owner !== nobody; owner = integerAt(this.#owner.values, at, nobody)) {
      at = owner;
      if (this.#has(at, isErased)) return nobody;
    }
    return at;
  }

  isUser(number: number): boolean {
    return this.#has(number, isUser);
  }

  /** The id of a user or a session. */
  nameOf(number: number): string {
    return this.#names[number] ?? '';
  }

  #add(map: Map<string, number>, id: string, flags: number): number {
    const number = this.#names.push(id) - 1;
    map.set(id, number);
    this.#owner.reserve(number + 1);
    this.#flags.reserve(number + 1);
    this.#flags.values[number] = flags;
    return number;
  }

  #erase(number: number): void {
    this.#flags.values[number] = (this.#flags.values[number] ?? 0) | isErased;
  }

  #has(number: number, flag: number): boolean {
    return ((this.#flags.values[number] ?? 0) & flag) !== 0;
  }
}

const isUser = 1;
const isErased = 2;
