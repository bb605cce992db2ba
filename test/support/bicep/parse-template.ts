import { Cursor } from './cursor.js';
import { readConditional, readExpression } from './expression.js';
import type { Entry, Expression, Statement, Template } from './syntax.js';
import { tokensOf } from './tokens.js';

interface Start {
  readonly name: string;
  readonly line: number;
}

/** Throws an Error that names the line of what the subset does not know. */
export function parseTemplate(source: string): Template {
  const cursor = new Cursor(tokensOf(source));
  const statements: Statement[] = [];
  let targetScope = 'resourceGroup';
  for (cursor.skipNewlines(); cursor.token.kind !== 'end'; cursor.skipNewlines()) {
    if (cursor.passes('targetScope')) {
      cursor.expect('=');
      targetScope = cursor.plainString();
    } else statements.push(readStatement(cursor, readDecorators(cursor)));
    if (!['newline', 'end'].includes(cursor.token.kind))
      throw cursor.surprise('the end of the line');
  }
  return { statements, targetScope };
}

function readDecorators(cursor: Cursor): readonly string[] {
  const names: string[] = [];
  while (cursor.passes('@')) {
    const call = readExpression(cursor);
    names.push(call.kind === 'call' ? call.name : '');
    cursor.skipNewlines();
  }
  return names;
}

function readStatement(cursor: Cursor, decorators: readonly string[]): Statement {
  const { line } = cursor.token;
  const keyword = cursor.name();
  const start = { name: cursor.name(), line };
  if (keyword === 'param') return readParameter(cursor, start, decorators);
  if (keyword === 'var') return { kind: 'var', ...start, value: assigned(cursor) };
  if (keyword === 'output') return readOutput(cursor, start);
  if (keyword === 'resource') return readResource(cursor, start);
  if (keyword === 'module') {
    const path = cursor.plainString();
    const value = assigned(cursor);
    return { kind: 'module', ...start, path, value, body: bodyOf(value) };
  }
  throw new Error(`line ${line}: ${keyword} is not known to these checks`);
}

function readParameter(cursor: Cursor, start: Start, decorators: readonly string[]): Statement {
  const type = cursor.name();
  const fallback = cursor.is('=') ? assigned(cursor) : undefined;
  return { kind: 'param', ...start, type, fallback, isSecure: decorators.includes('secure') };
}

function readOutput(cursor: Cursor, start: Start): Statement {
  cursor.name();
  return { kind: 'output', ...start, value: assigned(cursor) };
}

function readResource(cursor: Cursor, start: Start): Statement {
  const [type = '', version = ''] = cursor.plainString().split('@');
  const isExisting = cursor.passes('existing');
  const value = assigned(cursor);
  return { kind: 'resource', ...start, type, version, isExisting, value, body: bodyOf(value) };
}

function assigned(cursor: Cursor): Expression {
  cursor.expect('=');
  return readConditional(cursor);
}

/** The object behind conditions and loops. */
function bodyOf(value: Expression): readonly Entry[] {
  if (value.kind === 'object') return value.entries;
  if (value.kind === 'for') return bodyOf(value.body);
  const last = value.kind === 'operation' ? value.operands.at(-1) : undefined;
  return last === undefined ? [] : bodyOf(last);
}
