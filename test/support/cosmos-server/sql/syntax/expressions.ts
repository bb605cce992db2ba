import type { Cursor } from './cursor.js';
import { primary } from './primary.js';
import type { Expression } from './tree.js';

/** Signs that bind alike, the loosest first (page "Operators in Azure Cosmos DB for NoSQL"). */
const levels: readonly (readonly string[])[] = [
  ['|'],
  ['^'],
  ['&'],
  ['=', '!=', '<>'],
  ['<=', '>=', '<', '>'],
  ['<<', '>>>', '>>'],
  ['||'],
  ['+', '-'],
  ['*', '/', '%'],
];
const equality = 3;

/** Reads one expression. */
export function expression(cursor: Cursor): Expression {
  const test = coalesced(cursor);
  if (!cursor.takeSign('?')) return test;
  const whenTrue = expression(cursor);
  cursor.expectSign(':');
  return { kind: 'conditional', test, whenTrue, whenFalse: expression(cursor) };
}

function coalesced(cursor: Cursor): Expression {
  const left = either(cursor);
  if (!cursor.takeSign('??')) return left;
  return { kind: 'binary', operator: '??', left, right: coalesced(cursor) };
}

function either(cursor: Cursor): Expression {
  let left = both(cursor);
  while (cursor.takeWord('OR')) left = binary('OR', left, both(cursor));
  return left;
}

function both(cursor: Cursor): Expression {
  let left = negation(cursor);
  while (cursor.takeWord('AND')) left = binary('AND', left, negation(cursor));
  return left;
}

function negation(cursor: Cursor): Expression {
  if (!cursor.takeWord('NOT')) return tested(cursor);
  return { kind: 'unary', operator: 'NOT', operand: negation(cursor) };
}

function tested(cursor: Cursor): Expression {
  let value = level(cursor, 0);
  for (let more = test(cursor, value); more !== undefined; more = test(cursor, value)) value = more;
  return value;
}

function test(cursor: Cursor, value: Expression): Expression | undefined {
  const negated =
    cursor.isWord('NOT') && ['IN', 'BETWEEN', 'LIKE'].some((word) => cursor.isWord(word, 1));
  if (negated) cursor.next();
  if (cursor.takeWord('IN')) return within(cursor, value, negated);
  if (cursor.takeWord('BETWEEN')) return between(cursor, value, negated);
  if (cursor.takeWord('LIKE')) return like(cursor, value, negated);
  return undefined;
}

function within(cursor: Cursor, needle: Expression, negated: boolean): Expression {
  cursor.expectSign('(');
  const haystack = cursor.expressionsUntil(')');
  if (haystack.length === 0) cursor.fail();
  return { kind: 'in', needle, haystack, negated };
}

function between(cursor: Cursor, value: Expression, negated: boolean): Expression {
  const low = level(cursor, equality + 2);
  cursor.expectWord('AND');
  return { kind: 'between', value, low, high: level(cursor, equality + 2), negated };
}

function like(cursor: Cursor, value: Expression, negated: boolean): Expression {
  const pattern = level(cursor, equality + 2);
  if (!cursor.takeWord('ESCAPE'))
    return { kind: 'like', value, pattern, escape: undefined, negated };
  const token = cursor.peek();
  if (token.kind !== 'string' || typeof token.value !== 'string' || token.value.length !== 1)
    cursor.fail();
  cursor.next();
  return { kind: 'like', value, pattern, escape: token.value, negated };
}

function level(cursor: Cursor, depth: number): Expression {
  const signs = levels[depth];
  if (signs === undefined) return signed(cursor);
  let left = level(cursor, depth + 1);
  for (let sign = cursor.takeOneOf(signs); sign !== undefined; sign = cursor.takeOneOf(signs)) {
    left = binary(sign === '<>' ? '!=' : sign, left, level(cursor, depth + 1));
  }
  return left;
}

function signed(cursor: Cursor): Expression {
  const operator = cursor.takeOneOf(['-', '+', '~']);
  if (operator === undefined) return primary(cursor);
  const operand = signed(cursor);
  const number = operand.kind === 'literal' ? operand.value : undefined;
  if (operator === '-' && typeof number === 'number') return { kind: 'literal', value: -number };
  return { kind: 'unary', operator, operand };
}

function binary(operator: string, left: Expression, right: Expression): Expression {
  return { kind: 'binary', operator, left, right };
}
