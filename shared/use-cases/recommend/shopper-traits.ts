import { AppError } from '../../domain/errors.js';
import { traitsOf } from '../../domain/traits.js';
import type { Telemetry } from '../../ports/runtime.js';
import type { UserStore } from '../../ports/user-store.js';

export interface TraitsDependencies {
  readonly users: Pick<UserStore, 'get'>;
  readonly telemetry: Pick<Telemetry, 'event'>;
}

/** A list is worth more soon than with all that is known. */
const patienceMs = 1_000;

/**
 * What is known of the user of that id beside events; nothing of a session or a stranger, and nothing where the store is
 * down, busy or slow: a shopper gets a list all the same.
 */
export async function traitsOfShopper(
  { users, telemetry }: TraitsDependencies,
  id: string,
): Promise<readonly string[]> {
  try {
    const user = await soon(users.get(id));
    return user ? traitsOf(user.features) : [];
  } catch (error) {
    if (!(error instanceof AppError) || !passing.has(error.code)) throw error;
    telemetry.event('shopper was ranked for without features', { reason: error.code });
    return [];
  }
}

const passing: ReadonlySet<string> = new Set(['unavailable', 'overloaded']);

function soon<T>(answer: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `no user within ${patienceMs} ms`;
    timer = setTimeout(() => reject(new AppError('unavailable', message)), patienceMs);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
