import { traitsOf } from '../../domain/traits.js';
import type { UserStore } from '../../ports/user-store.js';

export interface TraitsDependencies {
  readonly users: Pick<UserStore, 'get'>;
}

/** What is known of the user of that id beside events; nothing of a session or a stranger. */
export async function traitsOfShopper(
  { users }: TraitsDependencies,
  id: string,
): Promise<readonly string[]> {
  const user = await users.get(id);
  return user ? traitsOf(user.features) : [];
}
