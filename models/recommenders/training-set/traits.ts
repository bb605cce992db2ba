import type { Attributes } from '../../../shared/domain/item.js';
import type { UserStore } from '../../../shared/ports/user-store.js';

const pageSize = 2_000;
/** What one user may bring along; a record with more says nothing a model could learn from. */
const maxTraits = 64;
const maxLength = 128;

/** Features as `name=value`, one for each value of a list; nested ones and nulls are passed over. */
export function traitsOf(features: Attributes): readonly string[] {
  return Object.entries(features)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => [name, one]))
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .map(([name, value]) => `${name}=${value}`)
    .filter((trait) => trait.length <= maxLength)
    .slice(0, maxTraits);
}

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
