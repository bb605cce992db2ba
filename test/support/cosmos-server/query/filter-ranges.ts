import { effectiveKey, rangeOfPrefix } from '../partitions/effective-key.js';
import {
  type KeyPart,
  type PartitionKeyDefinition,
  pathNames,
} from '../partitions/partition-key.js';
import { documentPath, rootOf } from '../sql/syntax/paths.js';
import type { Expression } from '../sql/syntax/tree.js';
import type { Query } from './engine.js';

/** As a query plan has them: a single key is a range that both ends belong to. */
export interface QueryRange {
  readonly min: string;
  readonly max: string;
  readonly isMinInclusive: boolean;
  readonly isMaxInclusive: boolean;
}

/** Where a query has to look, by what its condition says of the partition key or of a prefix of it. */
export function filterRanges(query: Query, definition: PartitionKeyDefinition): QueryRange {
  const key = keyOf(query, definition);
  if (key.length < definition.paths.length) {
    const isAll = key.length === 0 || definition.kind === 'Hash';
    const range = isAll ? { min: '', max: 'FF' } : rangeOfPrefix(key);
    return { ...range, isMinInclusive: true, isMaxInclusive: false };
  }
  const at = effectiveKey(key, definition);
  return { min: at, max: at, isMinInclusive: true, isMaxInclusive: true };
}

function keyOf(query: Query, { paths }: PartitionKeyDefinition): readonly KeyPart[] {
  const { where, sources } = query.statement;
  const alias = sources[0]?.alias ?? '';
  const values = equalities(where).flatMap(([path, value]) =>
    rootOf(path) === alias ? [[documentPath(path), constantOf(value, query)] as const] : [],
  );
  const known = new Map(values);
  const parts = paths.map((path) => known.get(`/${pathNames(path).join('/')}`));
  const missing = parts.indexOf(undefined);
  return missing < 0 ? parts : parts.slice(0, missing);
}

/** Both sides of what must be equal for a row to pass. */
function equalities(where: Expression | undefined): readonly (readonly [Expression, Expression])[] {
  if (where?.kind !== 'binary') return [];
  const { operator, left, right } = where;
  if (operator === 'AND') return [...equalities(left), ...equalities(right)];
  if (operator !== '=') return [];
  return [
    [left, right],
    [right, left],
  ];
}

function constantOf(expression: Expression, { parameters }: Query): KeyPart {
  const value =
    expression.kind === 'literal'
      ? expression.value
      : expression.kind === 'parameter'
        ? parameters.get(expression.name)
        : undefined;
  return typeof value === 'object' && value !== null ? undefined : value;
}
