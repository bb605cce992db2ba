import { traitsOf } from '../../../shared/domain/traits.js';
import type { UserStore } from '../../../shared/ports/user-store.js';

const pageSize = 2_000;

/** The traits of those users that have a number. */
export async function readTraits(
  users: Pick<UserStore, 'list'>,
  numberOf: (userId: string) => number | undefined,
): Promise<ReadonlyMap<number, readonly string[]>> {
  const traits = new Map<number, readonly string[]>();
  for (let page = await users.list(undefined, pageSize); page.length > 0; ) {
    for (const { id, features } of page) {
      const number = numberOf(id);
      const found = traitsOf(features);
      if (number !== undefined && found.length > 0) traits.set(number, found);
    }
    page = page.length < pageSize ? [] : await users.list(page.at(-1)?.id, pageSize);
  }
  return traits;
}
