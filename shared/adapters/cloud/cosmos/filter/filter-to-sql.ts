import type { SqlParameter } from '@azure/cosmos';
import type { Comparison, Expression, Literal } from '../../../../domain/filter/expression.js';
import { sqlPath } from './sql-path.js';

/** A condition for a WHERE clause over documents `c` that hold an item in `c.item`. */
export interface SqlCondition {
  readonly condition: string;
  /** Named `@f0`, `@f1` … */
  readonly parameters: readonly SqlParameter[];
}

/**
 * A filter as SQL, true for the items for which `compileFilter` of the domain is. Negations are carried down to the tests,
 * each of which can be written to hold, and to fail: a test of a missing value does neither. What remains are `AND` and `OR`,
 * for which it is all the same whether a test is false or undefined.
 */
export function filterToSql(expression: Expression): SqlCondition {
  const parameters: SqlParameter[] = [];
  const bind = (value: Literal) => {
    const name = `@f${parameters.length}`;
    parameters.push({ name, value });
    return name;
  };
  return { condition: write(expression, true, bind), parameters };
}

/** Makes a value a parameter, and gives its name. */
type Bind = (value: Literal) => string;

/** `holds`: whether the expression is to be true, or false. */
function write(expression: Expression, holds: boolean, bind: Bind): string {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return joined(expression, holds, bind);
    case 'not':
      return write(expression.term, !holds, bind);
    case 'null':
      return missing(sqlPath(expression.field), holds);
    default: {
      const path = sqlPath(expression.field);
      return path === undefined ? never : test(path, expression, holds, bind);
    }
  }
}

const always = 'true';
const never = 'false';

type Joined = Extract<Expression, { readonly kind: 'and' | 'or' }>;

/** By De Morgan's laws. */
function joined({ kind, terms }: Joined, holds: boolean, bind: Bind): string {
  const isAnd = (kind === 'and') === holds;
  if (terms.length === 0) return isAnd ? always : never;
  const conditions = terms.map((term) => write(term, holds, bind));
  return `(${conditions.join(isAnd ? ' AND ' : ' OR ')})`;
}

type Test = Extract<Expression, { readonly kind: 'compare' | 'in' | 'has' }>;

function test(path: string, expression: Test, holds: boolean, bind: Bind): string {
  if (expression.kind === 'compare') {
    const { operator, value } = expression;
    return compare(path, holds ? operator : opposites[operator], bind(value), typeOf(value));
  }
  if (expression.kind === 'in') {
    return holds ? oneOf(path, expression.values, bind) : noneOf(path, expression.values, bind);
  }
  const contains = `ARRAY_CONTAINS(${path}, ${bind(expression.value)})`;
  return holds ? contains : `(IS_ARRAY(${path}) AND NOT ${contains})`;
}

const opposites: Readonly<Record<Comparison, Comparison>> = {
  ...{ '=': '!=', '!=': '=', '<': '>=', '<=': '>', '>': '<=', '>=': '<' },
};

/** Values of another type are not smaller, nor greater; that they are not unequal either has to be said. */
function compare(path: string, operator: Comparison, name: string, type: string): string {
  const comparison = `${path} ${operator} ${name}`;
  return operator === '!=' ? `(${type}(${path}) AND ${comparison})` : comparison;
}

function oneOf(path: string, values: readonly Literal[], bind: Bind): string {
  return values.length === 0 ? never : `${path} IN (${values.map(bind).join(', ')})`;
}

/** Of values of several types nobody knows which one was meant: then a miss is no miss. */
function noneOf(path: string, values: readonly Literal[], bind: Bind): string {
  const [type, ...others] = new Set(values.map(typeOf));
  if (type === undefined || others.length > 0) return never;
  return `(${type}(${path}) AND NOT (${path} IN (${values.map(bind).join(', ')})))`;
}

/** The function that knows values of that type. */
function typeOf(value: Literal): string {
  if (typeof value === 'number') return 'IS_NUMBER';
  return typeof value === 'boolean' ? 'IS_BOOL' : 'IS_STRING';
}

/** An empty list counts as missing. */
function missing(path: string | undefined, holds: boolean): string {
  if (path === undefined) return holds ? always : never;
  const isEmpty = `(IS_ARRAY(${path}) AND ARRAY_LENGTH(${path}) = 0)`;
  return holds
    ? `(NOT IS_DEFINED(${path}) OR IS_NULL(${path}) OR ${isEmpty})`
    : `(IS_DEFINED(${path}) AND NOT IS_NULL(${path}) AND NOT ${isEmpty})`;
}
