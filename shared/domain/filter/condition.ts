import type { Comparison, Expression, Literal } from './expression.js';
import { type Field, type FieldType, fieldNames, fieldOf } from './field.js';
import { parseInstant } from './instant.js';
import type { TokenReader } from './token-reader.js';

interface Named extends Field {
  readonly name: string;
  /** Where the condition begins, so that a message can repeat it. */
  readonly start: number;
}

const comparisons: readonly Comparison[] = ['=', '!=', '<=', '>=', '<', '>'];
/** Below this a number is taken for Unix seconds: as milliseconds it would lie before March 1973. */
const leastMilliseconds = 100_000_000_000;

const wanted: Readonly<Record<FieldType, string>> = {
  text: "a text ('…')",
  number: 'a number',
  boolean: 'true or false',
  time: "a date (date '2026-01-31')",
  list: "a text ('…')",
  any: "a text ('…'), a number, true or false",
};

const operatorsOf: Readonly<Record<FieldType, string>> = {
  text: '=, !=, <, <=, >, >=, in or is',
  number: '=, !=, <, <=, >, >=, in or is',
  time: '=, !=, <, <=, >, >=, in or is',
  boolean: '=, !=, in or is',
  list: 'has or is (a list)',
  any: '=, !=, <, <=, >, >=, in, has or is',
};

/** One test of one field, its literal checked against the field's type. */
export function parseCondition(reader: TokenReader): Expression {
  const field = parseField(reader);
  if (reader.take('is')) return parseNullTest(reader, field);
  const takesList = field.type === 'list' || field.type === 'any';
  if (takesList && reader.take('has')) {
    return { kind: 'has', field: field.name, value: parseMember(reader, field) };
  }
  if (field.type === 'list') throw operatorExpected(reader, field);
  if (reader.take('in'))
    return { kind: 'in', field: field.name, values: parseValues(reader, field) };
  return parseComparison(reader, field);
}

function operatorExpected(reader: TokenReader, field: Named) {
  return reader.expected(operatorsOf[field.type], field.start);
}

function parseField(reader: TokenReader): Named {
  const token = reader.current;
  if (token.kind !== 'word') throw reader.expected('a field, "not" or "("');
  reader.next();
  const name = token.value === 'attributes.' ? token.value + attributeName(reader) : token.value;
  const field = fieldOf(name);
  if (field) return { ...field, name, start: token.start };
  const known = fieldNames.join(', ');
  throw reader.error(`unknown field "${name.slice(0, 60)}" (known: ${known})`, token);
}

function attributeName(reader: TokenReader): string {
  const token = reader.next();
  return token.kind === 'text' ? token.value : '';
}

function parseNullTest(reader: TokenReader, { name, start }: Named): Expression {
  const isNegated = reader.take('not');
  if (!reader.take('null'))
    throw reader.expected(isNegated ? '"null"' : '"null" or "not null"', start);
  const test: Expression = { kind: 'null', field: name };
  return isNegated ? { kind: 'not', term: test } : test;
}

function parseComparison(reader: TokenReader, field: Named): Expression {
  const operator = comparisons.find((symbol) => reader.take(symbol));
  if (!operator) throw operatorExpected(reader, field);
  const value = reader.current;
  const literal = parseLiteral(reader, field);
  if (typeof literal === 'boolean' && operator !== '=' && operator !== '!=') {
    throw reader.error('true and false compare by = or != only', value);
  }
  return { kind: 'compare', field: field.name, operator, value: literal };
}

function parseValues(reader: TokenReader, field: Named): readonly Literal[] {
  reader.expect('(');
  const values = [parseLiteral(reader, field)];
  while (reader.take(',')) values.push(parseLiteral(reader, field));
  if (!reader.take(')')) throw reader.expected('"," or ")"');
  return values;
}

function parseMember(reader: TokenReader, field: Named): string | number {
  const token = reader.current;
  const isNumber = field.type === 'any' && token.kind === 'number';
  if (token.kind !== 'text' && !isNumber) {
    throw reader.expected(
      field.type === 'any' ? "a text ('…') or a number" : wanted.list,
      field.start,
    );
  }
  reader.next();
  return token.value;
}

function parseLiteral(reader: TokenReader, field: Named): Literal {
  const literal = field.type === 'time' ? timeOf(reader) : plainOf(reader);
  const fits =
    field.type === 'any' ||
    (field.type === 'text' && typeof literal === 'string') ||
    (field.type === 'boolean' && typeof literal === 'boolean') ||
    ((field.type === 'number' || field.type === 'time') && typeof literal === 'number');
  if (literal === undefined || !fits) throw literalExpected(reader, field);
  reader.next();
  return literal;
}

function literalExpected(reader: TokenReader, field: Named) {
  const token = reader.current;
  const isNull = token.kind === 'word' && token.value.toLowerCase() === 'null';
  if (isNull) return reader.error(`write "${field.name} is null" to ask for a missing value`);
  return reader.expected(wanted[field.type], field.start);
}

/** What the current piece stands for, before it is taken. */
function plainOf(reader: TokenReader): Literal | undefined {
  const token = reader.current;
  if (token.kind === 'text' || token.kind === 'number') return token.value;
  const word = token.kind === 'word' ? token.value.toLowerCase() : '';
  return word === 'true' || word === 'false' ? word === 'true' : undefined;
}

function timeOf(reader: TokenReader): number | undefined {
  reader.take('date');
  const token = reader.current;
  if (token.kind === 'number') {
    return Math.abs(token.value) < leastMilliseconds ? token.value * 1_000 : token.value;
  }
  return token.kind === 'text' ? parseInstant(token.value) : undefined;
}
