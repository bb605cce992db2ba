import { printedSelect } from '../../sql/syntax/print.js';
import type { Select } from '../../sql/syntax/tree.js';
import type { Query } from '../engine.js';

/**
 * What of a query a continuation token holds on to: its text and its parameters. The SDK resumes an order across
 * partitions with one more condition in its rewritten query, which it puts last: that one does not count.
 */
export function boundText({ statement, parameters }: Query): readonly unknown[] {
  const own = isRewritten(statement) ? { ...statement, where: ownCondition(statement) } : statement;
  return [printedSelect(own), [...parameters]];
}

function isRewritten({ projection }: Select): boolean {
  if (projection.kind !== 'list') return false;
  const names = projection.items.map(({ name }) => name);
  return names.includes('orderByItems') && names.includes('payload');
}

function ownCondition({ where }: Select): Select['where'] {
  return where?.kind === 'binary' && where.operator === 'AND' ? where.left : undefined;
}
