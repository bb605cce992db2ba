import type { Cursor } from './cursor.js';
import type { Entry, Expression, Select } from './tree.js';

const constants: Readonly<Record<string, null | boolean | undefined>> = {
  NULL: null,
  TRUE: true,
  FALSE: false,
  UNDEFINED: undefined,
};

/** Reads a literal, a path, a call, an object, an array, a subquery or something in parentheses. */
export function primary(cursor: Cursor): Expression {
  let value = start(cursor);
  for (let more = step(cursor, value); more !== undefined; more = step(cursor, value)) value = more;
  return value;
}

function step(cursor: Cursor, of: Expression): Expression | undefined {
  if (cursor.takeSign('.')) return { kind: 'member', of, key: cursor.identifier(), dotted: true };
  if (!cursor.takeSign('[')) return undefined;
  const at = cursor.grammar.expression(cursor);
  cursor.expectSign(']');
  return at.kind === 'literal' && typeof at.value === 'string'
    ? { kind: 'member', of, key: at.value, dotted: false }
    : { kind: 'index', of, at };
}

function start(cursor: Cursor): Expression {
  const token = cursor.peek();
  if (token.kind === 'parameter') return { kind: 'parameter', name: cursor.next().text };
  if (token.kind === 'number' || token.kind === 'string') {
    return { kind: 'literal', value: cursor.next().value };
  }
  if (token.kind === 'sign') return enclosed(cursor);
  if (token.kind === 'word') return worded(cursor, token.text.toUpperCase());
  return cursor.fail();
}

function enclosed(cursor: Cursor): Expression {
  if (cursor.takeSign('[')) return { kind: 'array', items: cursor.expressionsUntil(']') };
  if (cursor.takeSign('{')) return { kind: 'object', entries: entries(cursor) };
  if (!cursor.takeSign('(')) return cursor.fail();
  if (cursor.isWord('SELECT')) return { kind: 'subquery', query: closed(cursor) };
  const value = cursor.grammar.expression(cursor);
  cursor.expectSign(')');
  return value;
}

function worded(cursor: Cursor, word: string): Expression {
  if (Object.hasOwn(constants, word)) {
    cursor.next();
    return { kind: 'literal', value: constants[word] };
  }
  if (word === 'EXISTS' || word === 'ARRAY') {
    cursor.next();
    cursor.expectSign('(');
    return { kind: word === 'EXISTS' ? 'exists' : 'array-of', query: closed(cursor) };
  }
  if (cursor.isSign('(', 1) && (cursor.isIdentifier() || word === 'LEFT' || word === 'RIGHT')) {
    const name = cursor.next().text;
    cursor.expectSign('(');
    return { kind: 'call', name, arguments: cursor.expressionsUntil(')') };
  }
  return { kind: 'name', name: cursor.identifier() };
}

function closed(cursor: Cursor): Select {
  const query = cursor.grammar.select(cursor);
  cursor.expectSign(')');
  return query;
}

function entries(cursor: Cursor): readonly Entry[] {
  const found: Entry[] = [];
  while (!cursor.isSign('}')) {
    found.push(entry(cursor));
    if (!cursor.takeSign(',')) break;
  }
  cursor.expectSign('}');
  return found;
}

function entry(cursor: Cursor): Entry {
  const token = cursor.peek();
  const key = typeof token.value === 'string' ? token.value : undefined;
  const name = key === undefined ? cursor.identifier() : key;
  if (key !== undefined) cursor.next();
  cursor.expectSign(':');
  return { key: name, value: cursor.grammar.expression(cursor) };
}
