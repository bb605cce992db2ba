import type { SqlParameter, SqlQuerySpec } from '@azure/cosmos';
import { z } from 'zod';
import { AppError } from '../../../../domain/errors.js';
import type { CosmosConnection } from '../connection.js';
import { ownerKey } from './task-document.js';

type Value = string | number | boolean;

/** A condition with its values beside it: `owner = @owner`. */
export interface Condition {
  readonly sql: string;
  readonly values: Readonly<Record<string, Value>>;
}

/** `name` is of this file's callers, never of a request. */
export const compared = (field: string, operator: string, value: Value): Condition => ({
  sql: `c.${field} ${operator} @${field}`,
  values: { [field]: value },
});

export function oneOf(field: string, values: readonly string[]): Condition {
  const named = Object.fromEntries(values.map((value, at) => [`${field}${at}`, value]));
  const names = Object.keys(named).map((name) => `@${name}`);
  return { sql: `c.${field} IN (${names.join(', ')})`, values: named };
}

export interface TaskSelection {
  /** Such as `VALUE c.data`. */
  readonly select: string;
  readonly where: readonly Condition[];
  readonly orderBy?: string;
  readonly limit?: number;
  /** Alone, and so in one partition. */
  readonly owner?: string | undefined;
}

/** All that a query finds. Without an owner it asks every partition of the tenant. */
export async function queryTasks<T>(
  connection: CosmosConnection,
  selection: TaskSelection,
  schema: z.ZodType<T>,
): Promise<readonly T[]> {
  const { tenant } = connection;
  const { owner } = selection;
  const partitionKey = owner === undefined ? {} : { partitionKey: [tenant, ownerKey(owner)] };
  const options = { ...partitionKey, maxItemCount: 1_000 };
  const query = specOf(tenant, selection);
  const { resources } = await connection.container('tasks').items.query(query, options).fetchAll();
  const parsed = z.array(schema).safeParse(resources);
  if (parsed.success) return parsed.data;
  throw new AppError('unavailable', 'Cosmos DB holds something else than tasks among the tasks', {
    cause: parsed.error,
  });
}

function specOf(tenant: string, selection: TaskSelection): SqlQuerySpec {
  const { select, where, orderBy, limit, owner } = selection;
  const ofOwner = owner === undefined ? [] : [compared('owner', '=', ownerKey(owner))];
  const isTask = compared('type', '=', 'task');
  const all = [compared('tenant', '=', tenant), ...ofOwner, isTask, ...where];
  const values = Object.assign({}, ...all.map((condition) => condition.values));
  const top = limit === undefined ? '' : `TOP ${Math.trunc(limit)} `;
  const order = orderBy === undefined ? '' : ` ORDER BY ${orderBy}`;
  return {
    query: `SELECT ${top}${select} FROM c WHERE ${all.map(({ sql }) => sql).join(' AND ')}${order}`,
    parameters: Object.entries<Value>(values).map(parameter),
  };
}

const parameter = ([name, value]: [string, Value]): SqlParameter => ({ name: `@${name}`, value });
