import { Cursor } from './cursor.js';
import { expression } from './expressions.js';
import { select } from './select.js';
import type { Select } from './tree.js';

/** Reads the text of a whole query. Throws SqlError SC1001 or SC1010 where it is not in the grammar. */
export function statement(text: string): Select {
  const cursor = new Cursor(text, { expression, select });
  const query = select(cursor);
  if (cursor.peek().kind !== 'end') cursor.fail();
  return query;
}
