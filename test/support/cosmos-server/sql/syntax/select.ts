import type { Cursor } from './cursor.js';
import { expression } from './expressions.js';
import { joins } from './sources.js';
import type { Expression, ProjectedItem, Projection, Select, SortKey } from './tree.js';

/** Reads one SELECT statement (pages "SELECT clause" to "OFFSET LIMIT clause"). */
export function select(cursor: Cursor): Select {
  cursor.expectWord('SELECT');
  const distinct = cursor.takeWord('DISTINCT');
  const top = cursor.takeWord('TOP') ? count(cursor) : undefined;
  const projection = projected(cursor);
  const sources = cursor.takeWord('FROM') ? joins(cursor) : [];
  const where = cursor.takeWord('WHERE') ? expression(cursor) : undefined;
  const groupBy = clause(cursor, 'GROUP') ? listOf(cursor, expression) : [];
  const order = clause(cursor, 'ORDER') ? ordered(cursor) : { orderBy: [], rank: undefined };
  return { distinct, top, projection, sources, where, groupBy, ...order, ...window(cursor) };
}

function clause(cursor: Cursor, word: string): boolean {
  if (!cursor.takeWord(word)) return false;
  cursor.expectWord('BY');
  return true;
}

function listOf<T>(cursor: Cursor, read: (cursor: Cursor) => T): readonly T[] {
  const found = [read(cursor)];
  while (cursor.takeSign(',')) found.push(read(cursor));
  return found;
}

function ordered(cursor: Cursor): Pick<Select, 'orderBy' | 'rank'> {
  const ranked = cursor.isWord('RANK') && cursor.isIdentifier(1);
  if (!ranked) return { orderBy: listOf(cursor, sortKey), rank: undefined };
  cursor.next();
  return { orderBy: [], rank: expression(cursor) };
}

function sortKey(cursor: Cursor): SortKey {
  const key = expression(cursor);
  if (cursor.takeWord('ASC')) return { expression: key, direction: 'ASC' };
  return { expression: key, direction: cursor.takeWord('DESC') ? 'DESC' : undefined };
}

function window(cursor: Cursor): Pick<Select, 'offset' | 'limit'> {
  if (!cursor.takeWord('OFFSET')) return { offset: undefined, limit: undefined };
  const offset = count(cursor);
  cursor.expectWord('LIMIT');
  return { offset, limit: count(cursor) };
}

/** A number of rows: a literal or a parameter (pages "TOP keyword", "OFFSET LIMIT clause"). */
function count(cursor: Cursor): Expression {
  const token = cursor.peek();
  if (token.kind === 'number') return { kind: 'literal', value: cursor.next().value };
  if (token.kind === 'parameter') return { kind: 'parameter', name: cursor.next().text };
  return cursor.fail();
}

function projected(cursor: Cursor): Projection {
  if (cursor.takeSign('*')) return { kind: 'star' };
  if (cursor.takeWord('VALUE')) return { kind: 'value', expression: listItem(cursor).expression };
  return { kind: 'list', items: named(listOf(cursor, listItem)) };
}

interface Unnamed {
  readonly expression: Expression;
  readonly alias: string | undefined;
}

function listItem(cursor: Cursor): Unnamed {
  const value = expression(cursor);
  const alias = cursor.takeWord('AS') || cursor.isIdentifier() ? cursor.identifier() : undefined;
  return { expression: value, alias };
}

function named(items: readonly Unnamed[]): readonly ProjectedItem[] {
  let unnamed = 0;
  return items.map(({ expression: value, alias }) => {
    const given = alias ?? ownName(value);
    if (given === undefined) unnamed += 1;
    return { expression: value, name: given ?? `$${unnamed}`, aliased: alias !== undefined };
  });
}

function ownName(value: Expression): string | undefined {
  if (value.kind === 'name') return value.name;
  return value.kind === 'member' ? value.key : undefined;
}
