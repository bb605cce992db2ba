import { AppError } from '../domain/errors.js';
import type { Attributes } from '../domain/item.js';
import type { User } from '../domain/user.js';
import type { Histories } from '../ports/recommender.js';
import type { Clock } from '../ports/runtime.js';
import type { UserStore } from '../ports/user-store.js';
import type { FollowChanges } from './follow-changes.js';

/** A shopper known only by events has no time of making. */
type KnownUser = Omit<User, 'createdAt'> & Partial<Pick<User, 'createdAt'>>;

export interface ManageUsers {
  /** Throws `not-found` where there is neither a record nor an event. */
  get(id: string): Promise<KnownUser>;
  put(id: string, features: Attributes): Promise<User>;
  /** Erases everything held of the user; what was learned of them is forgotten too. Throws `not-found`. */
  erase(id: string): Promise<void>;
  /** Makes all that `from` did the user's own. Returns how many events moved. Throws `invalid` for oneself. */
  merge(from: string, into: string): Promise<number>;
}

export function makeManageUsers(dependencies: {
  readonly users: UserStore;
  readonly histories: Histories;
  readonly followChanges: FollowChanges;
  readonly clock: Clock;
}): ManageUsers {
  const { users, histories, followChanges, clock } = dependencies;
  return {
    async get(id) {
      const user = await users.get(id);
      if (user) return user;
      return histories.ofUser(id, 1) ? { id, features: {} } : unknown(id);
    },
    async put(id, features) {
      const createdAt = (await users.get(id))?.createdAt ?? clock();
      const user = { id, features, createdAt };
      await users.put(user);
      return user;
    },
    async erase(id) {
      const wasThere = await users.erase(id);
      await followChanges.catchUp();
      if (!wasThere) unknown(id);
    },
    async merge(from, into) {
      if (from === into) throw oneself();
      const moved = await users.merge(from, into);
      await followChanges.catchUp();
      return moved;
    },
  };
}

function oneself(): AppError {
  const message = 'expected another id than that of the user';
  return new AppError('invalid', `from: ${message}`, { complaints: [{ path: 'from', message }] });
}

function unknown(id: string): never {
  throw new AppError(
    'not-found',
    `nothing is known of the user ${JSON.stringify(id.slice(0, 60))}`,
  );
}
