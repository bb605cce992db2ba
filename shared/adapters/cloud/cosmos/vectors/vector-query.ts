import type { SqlParameter } from '@azure/cosmos';
import { z } from 'zod';
import { AppError } from '../../../../domain/errors.js';
import type { CosmosConnection } from '../connection.js';
import { queryTenant } from '../query-tenant.js';
import type { KnownSpace } from './space-registry.js';

export interface VectorSelection {
  /** Such as `c.ofItem`. */
  readonly select: string;
  /** Beside the tenant, the space and that there is a vector; may be empty. */
  readonly where?: readonly string[];
  /** All that follows, such as `ORDER BY c.itemId`. */
  readonly rest?: string;
  readonly parameters?: readonly SqlParameter[];
  readonly signal?: AbortSignal | undefined;
}

/** What a query finds among the vectors of a space. */
export async function queryVectors<T>(
  connection: CosmosConnection,
  { key, container }: KnownSpace,
  selection: VectorSelection,
  schema: z.ZodType<T>,
): Promise<readonly T[]> {
  const { select, where = [], rest = '', parameters = [], signal } = selection;
  const all = ['c.tenant = @tenant', 'c.space = @space', `c.kind = 'vector'`, ...where];
  const spec = {
    query: `SELECT ${select} FROM c WHERE ${all.join(' AND ')} ${rest}`.trimEnd(),
    parameters: [{ name: '@space', value: key }, ...parameters],
  };
  const rows = await queryTenant(connection, container, spec, { maxItemCount: 1_000, signal });
  const parsed = z.array(schema).safeParse(rows);
  if (parsed.success) return parsed.data;
  throw new AppError('unavailable', 'Cosmos DB holds something else than vectors among them', {
    cause: parsed.error,
  });
}
