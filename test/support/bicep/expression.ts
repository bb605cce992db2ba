import { Cursor } from './cursor.js';
import type { Entry, Expression } from './syntax.js';
import type { Token } from './tokens.js';

const words: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };
const binary = new Set([
  '&&',
  '||',
  '==',
  '!=',
  '<',
  '>',
  '<=',
  '>=',
  '=~',
  '!~',
  '+',
  '-',
  '*',
  '/',
  '%',
  '??',
]);

/** Precedence is of no interest to the checks, so operators are read from left to right. */
export function readExpression(cursor: Cursor): Expression {
  const first = readOperations(cursor);
  if (!cursor.passes('?')) return first;
  cursor.skipNewlines();
  const whenTrue = readExpression(cursor);
  cursor.skipNewlines();
  cursor.expect(':');
  cursor.skipNewlines();
  return { kind: 'operation', operands: [first, whenTrue, readExpression(cursor)] };
}

function readOperations(cursor: Cursor): Expression {
  let left = readUnary(cursor);
  while (cursor.token.kind === 'sign' && binary.has(cursor.token.text)) {
    cursor.take();
    cursor.skipNewlines();
    left = { kind: 'operation', operands: [left, readUnary(cursor)] };
  }
  return left;
}

function readUnary(cursor: Cursor): Expression {
  if (cursor.passes('!') || cursor.passes('-'))
    return { kind: 'operation', operands: [readUnary(cursor)] };
  return readSuffixes(cursor, readPrimary(cursor));
}

function readSuffixes(cursor: Cursor, start: Expression): Expression {
  let of = start;
  for (;;) {
    if (cursor.passes('.') || cursor.passes('.?') || cursor.passes('::')) {
      const name = cursor.name();
      of = cursor.is('(')
        ? { kind: 'call', of, name, with: readArguments(cursor) }
        : { kind: 'member', of, name };
    } else if (cursor.passes('[') || cursor.passes('[?')) {
      of = { kind: 'index', of, at: readExpression(cursor) };
      cursor.expect(']');
    } else if (!cursor.passes('!')) return of;
  }
}

function readPrimary(cursor: Cursor): Expression {
  const { token } = cursor;
  if (token.kind === 'string') return textOf(cursor.take());
  if (token.kind === 'number') return { kind: 'literal', value: Number(cursor.take().text) };
  if (cursor.is('{')) return { kind: 'object', entries: readObject(cursor) };
  if (cursor.is('[')) return readArray(cursor);
  if (cursor.passes('(')) return readGroup(cursor);
  const name = cursor.name();
  const word = words[name];
  if (word !== undefined) return { kind: 'literal', value: word };
  return cursor.is('(')
    ? { kind: 'call', of: undefined, name, with: readArguments(cursor) }
    : { kind: 'name', name };
}

function readGroup(cursor: Cursor): Expression {
  cursor.skipNewlines();
  const inner = readExpression(cursor);
  cursor.skipNewlines();
  cursor.expect(')');
  return inner;
}

function readArguments(cursor: Cursor): readonly Expression[] {
  const found: Expression[] = [];
  cursor.expect('(');
  cursor.skipNewlines();
  while (!cursor.passes(')')) {
    found.push(readExpression(cursor));
    cursor.passes(',');
    cursor.skipNewlines();
  }
  return found;
}

function readArray(cursor: Cursor): Expression {
  cursor.expect('[');
  cursor.skipNewlines();
  if (cursor.is('for')) return readLoop(cursor);
  const items: Expression[] = [];
  while (!cursor.passes(']')) {
    items.push(readExpression(cursor));
    if (!cursor.is(']') && !cursor.passes(',') && cursor.token.kind !== 'newline')
      throw cursor.surprise('a comma or a new line');
    cursor.skipNewlines();
  }
  return { kind: 'array', items };
}

/** `[for name in list: body]`, `[for (name, index) in list: if (condition) body]`. */
function readLoop(cursor: Cursor): Expression {
  cursor.expect('for');
  const names: string[] = [];
  if (cursor.passes('(')) {
    names.push(cursor.name());
    cursor.expect(',');
    names.push(cursor.name());
    cursor.expect(')');
  } else names.push(cursor.name());
  cursor.expect('in');
  const over = readExpression(cursor);
  cursor.expect(':');
  const body = readConditional(cursor);
  cursor.skipNewlines();
  cursor.expect(']');
  return { kind: 'for', names, over, body };
}

/** What follows the `=` of a resource: an object, `if (…) {…}`, or a loop of these. */
export function readConditional(cursor: Cursor): Expression {
  if (!cursor.passes('if')) return readExpression(cursor);
  cursor.expect('(');
  const condition = readGroup(cursor);
  return { kind: 'operation', operands: [condition, readExpression(cursor)] };
}

function readObject(cursor: Cursor): readonly Entry[] {
  const entries: Entry[] = [];
  cursor.expect('{');
  cursor.skipNewlines();
  while (!cursor.passes('}')) {
    const key = readKey(cursor);
    cursor.expect(':');
    entries.push({ key, value: readExpression(cursor) });
    if (!cursor.is('}') && !cursor.passes(',') && cursor.token.kind !== 'newline')
      throw cursor.surprise('a comma or a new line');
    cursor.skipNewlines();
  }
  return entries;
}

function readKey(cursor: Cursor): string | Expression {
  if (cursor.token.kind !== 'string') return cursor.name();
  const text = textOf(cursor.take());
  return text.kind === 'literal' ? String(text.value) : text;
}

function textOf(token: Token): Expression {
  const pieces = token.kind === 'string' ? token.pieces : [];
  if (pieces.length === 1 && typeof pieces[0] === 'string')
    return { kind: 'literal', value: pieces[0] };
  return { kind: 'text', pieces: pieces.map(pieceOf) };
}

function pieceOf(piece: string | readonly Token[]): Expression {
  if (typeof piece === 'string') return { kind: 'literal', value: piece };
  const cursor = new Cursor(piece);
  const found = readExpression(cursor);
  if (cursor.token.kind !== 'end') throw cursor.surprise('the end of what is put into a string');
  return found;
}
