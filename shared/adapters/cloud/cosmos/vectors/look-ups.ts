import { z } from 'zod';
import type { VectorFacts } from '../../../../ports/vector-store.js';
import type { CosmosConnection } from '../connection.js';
import type { KnownSpace } from './space-registry.js';
import { itemKey } from './vector-document.js';
import { queryVectors } from './vector-query.js';

const factsSchema = z
  .object({ ofItem: z.string(), contentHash: z.string(), madeAt: z.number() })
  .transform(
    ({ ofItem, contentHash, madeAt }): VectorFacts => ({ itemId: ofItem, contentHash, madeAt }),
  );
const facts = 'c.ofItem, c.contentHash, c.madeAt';

/** As many as a query may well name. */
const idsAtOnce = 250;

export async function factsOf(
  connection: CosmosConnection,
  space: KnownSpace,
  itemIds: readonly string[],
): Promise<ReadonlyMap<string, VectorFacts>> {
  const found = new Map<string, VectorFacts>();
  const all = [...new Set(itemIds)];
  for (let at = 0; at < all.length; at += idsAtOnce) {
    const some = all.slice(at, at + idsAtOnce);
    const parameters = some.map((itemId, each) => ({ name: `@id${each}`, value: itemKey(itemId) }));
    const where = [`c.itemId IN (${parameters.map(({ name }) => name).join(', ')})`];
    const selection = { select: facts, where, parameters };
    for (const each of await queryVectors(connection, space, selection, factsSchema)) {
      found.set(each.itemId, each);
    }
  }
  return found;
}

/** By item, ascending in code points. */
export function listFacts(
  connection: CosmosConnection,
  space: KnownSpace,
  { limit, after }: { readonly limit: number; readonly after: string | undefined },
): Promise<readonly VectorFacts[]> {
  const isLater = after === undefined ? [] : ['c.itemId > @after'];
  const parameters = after === undefined ? [] : [{ name: '@after', value: itemKey(after) }];
  const select = `TOP ${Math.trunc(limit)} ${facts}`;
  const selection = { select, where: isLater, rest: 'ORDER BY c.itemId', parameters };
  return queryVectors(connection, space, selection, factsSchema);
}

export async function sizeOf(connection: CosmosConnection, space: KnownSpace): Promise<number> {
  const counts = await queryVectors(connection, space, { select: 'VALUE COUNT(1)' }, z.number());
  return counts[0] ?? 0;
}
