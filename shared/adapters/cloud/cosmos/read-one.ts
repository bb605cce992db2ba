import type { Container } from '@azure/cosmos';
import { z } from 'zod';
import { AppError } from '../../../domain/errors.js';

/** A partition key of two levels: the tenant, and what the container divides it by. */
export type PartitionKey = readonly [tenant: string, second: string];

/** A document with its version. */
export interface Versioned<T> {
  readonly value: T;
  readonly etag: string;
}

const version = z.looseObject({ _etag: z.string() });

/** A point read, one request unit for each kilobyte; undefined where there is nothing. */
export async function readOne<T>(
  container: Container,
  { id, key }: { readonly id: string; readonly key: PartitionKey },
  schema: z.ZodType<T>,
): Promise<Versioned<T> | undefined> {
  const { resource } = await container.item(id, [...key]).read<Record<string, unknown>>();
  if (resource === undefined) return undefined;
  const value = schema.safeParse(resource);
  const { success, data } = version.safeParse(resource);
  if (value.success && success) return { value: value.data, etag: data._etag };
  const text = `Cosmos DB holds something else than expected as ${id.slice(0, 80)}`;
  throw new AppError('unavailable', text, { cause: value.error });
}
