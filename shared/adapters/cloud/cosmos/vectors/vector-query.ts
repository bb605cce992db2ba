import type { SqlParameter, SqlQuerySpec } from '@azure/cosmos';
import { z } from 'zod';
import type { CosmosConnection } from '../connection.js';
import { queryRanked } from '../query-ranked.js';
import { queryTenant } from '../query-tenant.js';
import { stored } from '../stored.js';
import type { KnownSpace } from './space-registry.js';

export interface VectorSelection {
  /** Such as `c.ofItem`. */
  readonly select: string;
  /** Beside the tenant, the space and that there is a vector; may be empty. */
  readonly where?: readonly string[];
  /** All that follows, such as `ORDER BY c.itemId`. */
  readonly rest?: string;
  readonly parameters?: readonly SqlParameter[];
}

/** What a query finds among the vectors of a space. */
export async function queryVectors<T>(
  connection: CosmosConnection,
  space: KnownSpace,
  selection: VectorSelection,
  schema: z.ZodType<T>,
): Promise<readonly T[]> {
  const spec = specOf(space, selection);
  const rows = await queryTenant(connection, space.container, spec, { maxItemCount: 1_000 });
  return stored(z.array(schema), rows);
}

/** The same for a query that orders by `RANK` or `VectorDistance`. */
export async function rankVectors<T>(
  connection: CosmosConnection,
  space: KnownSpace,
  { signal, ...selection }: VectorSelection & { readonly signal?: AbortSignal | undefined },
  schema: z.ZodType<T>,
): Promise<readonly T[]> {
  const rows = await queryRanked(connection, space.container, specOf(space, selection), signal);
  return stored(z.array(schema), rows);
}

function specOf({ key }: KnownSpace, selection: VectorSelection): SqlQuerySpec {
  const { select, where = [], rest = '', parameters = [] } = selection;
  const all = ['c.tenant = @tenant', 'c.space = @space', `c.kind = 'vector'`, ...where];
  return {
    query: `SELECT ${select} FROM c WHERE ${all.join(' AND ')} ${rest}`.trimEnd(),
    parameters: [{ name: '@space', value: key }, ...parameters],
  };
}
