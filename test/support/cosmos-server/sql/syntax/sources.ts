import { SqlError } from '../errors.js';
import type { Cursor } from './cursor.js';
import { primary } from './primary.js';
import type { Expression, Source } from './tree.js';

/** Reads what follows FROM: one input set and the joined ones (pages "FROM clause", "JOIN"). */
export function joins(cursor: Cursor): readonly Source[] {
  const sources = [source(cursor, true)];
  while (cursor.takeWord('JOIN')) sources.push(source(cursor, false));
  return sources;
}

function source(cursor: Cursor, first: boolean): Source {
  if (cursor.isIdentifier() && cursor.isWord('IN', 1)) {
    const alias = cursor.identifier();
    cursor.expectWord('IN');
    return { alias, kind: 'elements', input: collection(cursor) };
  }
  const input = collection(cursor);
  const given = cursor.takeWord('AS') || cursor.isIdentifier() ? cursor.identifier() : undefined;
  if (input.kind === 'name' && first) {
    return { alias: given ?? input.name, kind: 'whole', input };
  }
  const alias = given ?? (input.kind === 'member' ? input.key : undefined);
  if (alias === undefined)
    throw new SqlError('SC1001', 'Syntax error, an input set needs an alias.');
  return { alias, kind: 'whole', input };
}

function collection(cursor: Cursor): Expression {
  const found = primary(cursor);
  if (!isCollection(found)) cursor.fail();
  return found;
}

function isCollection(found: Expression): boolean {
  if (found.kind === 'member') return isCollection(found.of);
  if (found.kind === 'index') return found.at.kind === 'literal' && isCollection(found.of);
  return ['name', 'subquery', 'array', 'parameter'].includes(found.kind);
}
