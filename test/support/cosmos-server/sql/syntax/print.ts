import type { Expression, Projection, Select, Source } from './tree.js';

/** The text of an expression, the way the service writes it in query plans. */
export function printed(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return expression.value === undefined ? 'undefined' : JSON.stringify(expression.value);
    case 'parameter':
    case 'name':
      return expression.name;
    case 'member':
      return `${printed(expression.of)}${step(expression.key, expression.dotted)}`;
    case 'index':
      return `${printed(expression.of)}[${printed(expression.at)}]`;
    case 'unary':
      return printedUnary(expression);
    case 'binary':
      return `(${printed(expression.left)} ${expression.operator} ${printed(expression.right)})`;
    case 'conditional':
      return `(${printed(expression.test)} ? ${printed(expression.whenTrue)} : ${printed(expression.whenFalse)})`;
    case 'call':
      return `${expression.name}(${expression.arguments.map(printed).join(', ')})`;
    case 'array':
      return `[${expression.items.map(printed).join(', ')}]`;
    case 'object':
      return `{${expression.entries.map(({ key, value }) => `${JSON.stringify(key)}: ${printed(value)}`).join(', ')}}`;
    case 'in':
    case 'between':
    case 'like':
      return printedTest(expression);
    default:
      return printedSubquery(expression);
  }
}

/** A text that is the same for two paths written differently: `c.a` and `c["a"]`. */
export function canonicalExpression(expression: Expression): string {
  if (expression.kind === 'member') {
    return `${canonicalExpression(expression.of)}${step(expression.key, true)}`;
  }
  return printed(expression);
}

function step(key: string, dotted: boolean): string {
  return dotted ? `.${key}` : `[${JSON.stringify(key)}]`;
}

type Unary = Extract<Expression, { kind: 'unary' }>;

/** Two signs of one kind next to each other would begin a comment. */
function printedUnary({ operator, operand }: Unary): string {
  if (operator === 'NOT') return `(NOT ${printed(operand)})`;
  const signed = operand.kind === 'unary' || operand.kind === 'literal';
  return signed ? `${operator}(${printed(operand)})` : `${operator}${printed(operand)}`;
}

type Test = Extract<Expression, { kind: 'in' | 'between' | 'like' }>;

function printedTest(test: Test): string {
  const not = test.negated ? 'NOT ' : '';
  if (test.kind === 'in') {
    return `(${printed(test.needle)} ${not}IN (${test.haystack.map(printed).join(', ')}))`;
  }
  if (test.kind === 'between') {
    return `(${printed(test.value)} ${not}BETWEEN ${printed(test.low)} AND ${printed(test.high)})`;
  }
  const escaped = test.escape === undefined ? '' : ` ESCAPE ${JSON.stringify(test.escape)}`;
  return `(${printed(test.value)} ${not}LIKE ${printed(test.pattern)}${escaped})`;
}

function printedSubquery(inner: Extract<Expression, { query: Select }>): string {
  const words = { exists: 'EXISTS', 'array-of': 'ARRAY', subquery: '' };
  return `${words[inner.kind]}(${printedSelect(inner.query).replaceAll('\n', ' ')})`;
}

/** The text of a statement, one clause a line. */
export function printedSelect(query: Select): string {
  const keys = query.orderBy.map(
    ({ expression, direction }) => `${printed(expression)}${direction ? ` ${direction}` : ''}`,
  );
  return [
    `SELECT ${query.distinct ? 'DISTINCT ' : ''}${query.top ? `TOP ${printed(query.top)} ` : ''}${printedProjection(query.projection)}`,
    query.sources.length > 0 && printedSources(query.sources),
    query.where && `WHERE ${printed(query.where)}`,
    query.groupBy.length > 0 && `GROUP BY ${query.groupBy.map(printed).join(', ')}`,
    keys.length > 0 && `ORDER BY ${keys.join(', ')}`,
    query.rank && `ORDER BY RANK ${printed(query.rank)}`,
    query.offset && query.limit && `OFFSET ${printed(query.offset)} LIMIT ${printed(query.limit)}`,
  ]
    .filter((line) => typeof line === 'string')
    .join('\n');
}

function printedProjection(projection: Projection): string {
  if (projection.kind === 'star') return '*';
  if (projection.kind === 'value') return `VALUE ${printed(projection.expression)}`;
  return projection.items
    .map(({ expression, name, aliased }) => `${printed(expression)}${aliased ? ` AS ${name}` : ''}`)
    .join(', ');
}

/** The text of FROM and its JOINs. */
function printedSources([first, ...joined]: readonly Source[]): string {
  if (first === undefined) return '';
  return [
    `FROM ${printedSource(first)}`,
    ...joined.map((each) => `JOIN ${printedSource(each)}`),
  ].join('\n');
}

function printedSource({ alias, kind, input }: Source): string {
  if (kind === 'elements') return `${alias} IN ${printed(input)}`;
  return input.kind === 'name' && input.name === alias ? alias : `${printed(input)} AS ${alias}`;
}
