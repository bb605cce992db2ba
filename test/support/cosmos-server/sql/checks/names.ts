import { SqlError } from '../errors.js';
import { rootOf } from '../syntax/paths.js';
import type { Expression, Select, Source, Value } from '../syntax/tree.js';
import { childrenOf } from '../syntax/walk.js';
import { checkCall } from './functions.js';

interface Known {
  readonly parameters: ReadonlyMap<string, Value>;
  /** What an identifier may be. */
  readonly names: ReadonlySet<string>;
  /** Whether this is a subquery, whose FROM starts at names of the outer query. */
  readonly inner: boolean;
}

/** Throws SC2001 for a name that no input set has, and for unknown functions and parameters, in a query and its subqueries. */
export function checkNames(query: Select, known: Known): void {
  const inside = query.sources.reduce(declared, known);
  const { projection } = query;
  const clauses = [query.top, query.where, query.rank, query.offset, query.limit, ...query.groupBy];
  for (const clause of clauses) if (clause !== undefined) checkExpression(clause, inside);
  for (const key of query.orderBy) checkExpression(key.expression, inside);
  if (projection.kind === 'value') checkExpression(projection.expression, inside);
  if (projection.kind === 'list') {
    for (const item of projection.items) checkExpression(item.expression, inside);
  }
}

/** What is known after one more input set. */
function declared(known: Known, source: Source, at: number): Known {
  const root = rootOf(source.input);
  const first = at === 0 && !known.inner;
  if (first && source.input.kind === 'subquery') checkNames(source.input.query, known);
  else checkExpression(source.input, first && root !== undefined ? named(known, root) : known);
  if (known.names.has(source.alias) && !known.inner) {
    throw new SqlError(
      'SC2021',
      `The input alias '${source.alias}' is specified more than once in the FROM clause.`,
    );
  }
  return named(known, source.alias);
}

function named(known: Known, name: string): Known {
  return { ...known, names: new Set([...known.names, name]) };
}

function checkExpression(expression: Expression, known: Known): void {
  if (expression.kind === 'name' && !known.names.has(expression.name)) {
    throw new SqlError('SC2001', `Identifier '${expression.name}' could not be resolved.`);
  }
  if (expression.kind === 'parameter' && !known.parameters.has(expression.name)) {
    throw new SqlError(
      'SC2061',
      `The parameter '${expression.name}' was used and not given a value.`,
    );
  }
  if (expression.kind === 'call') checkCall(expression);
  if ('query' in expression) checkNames(expression.query, { ...known, inner: true });
  for (const child of childrenOf(expression)) checkExpression(child, known);
}
