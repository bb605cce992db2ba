import { shown } from '../../../contracts/complaints.js';
import { AppError } from '../../../domain/errors.js';

/** Our fields, and what others call them; names are compared without case, spaces and signs. */
const otherNames = {
  user: ['userid', 'uid', 'customer', 'customerid', 'visitorid', 'memberid'],
  session: ['sessionid', 'sid', 'visitid', 'sequenceid'],
  item: ['itemid', 'iid', 'product', 'productid', 'sku', 'articleid', 'aid'],
  type: ['event', 'eventtype', 'eventid', 'eventname', 'action', 'behavior', 'behaviour'],
  time: ['timestamp', 'ts', 'stime', 'eventtime', 'datetime', 'date', 'createdat'],
  value: ['quantity', 'rating', 'amount', 'count'],
  name: ['itemname', 'productname', 'productdisplayname', 'title'],
  description: ['desc'],
  categories: ['category', 'categoryname', 'genres'],
  tags: ['labels', 'keywords'],
  price: [],
  currency: [],
  seller: ['brand', 'brandname', 'vendor'],
  image_url: ['image', 'imageurl', 'picture'],
  url: ['link'],
} as const;

export type Field = keyof typeof otherNames;

const fields = Object.keys(otherNames).filter(isField);

function isField(name: string): name is Field {
  return Object.hasOwn(otherNames, name);
}

export type Columns = ReadonlyMap<Field, string>;

/**
 * Which column holds which field: as `given` says, else by its name. Throws `invalid` for a field that is none of ours
 * and for a column that the file does not have.
 */
export function chooseColumns(
  present: readonly string[],
  given: Readonly<Record<string, string>> = {},
): Columns {
  const chosen = new Map<Field, string>();
  for (const field of fields) {
    const names: readonly string[] = [plain(field), ...otherNames[field]];
    const found = names.flatMap((name) => present.filter((column) => plain(column) === name))[0];
    if (found !== undefined && !Object.values(given).includes(found)) chosen.set(field, found);
  }
  for (const [field, column] of Object.entries(given)) chosen.set(known(field), there(column));
  const isCatalogue = !chosen.has('user') && !chosen.has('session');
  const id = present.find((column) => plain(column) === 'id');
  // In a table of events a bare id is more likely the event's.
  if (isCatalogue && id !== undefined && !chosen.has('item')) chosen.set('item', id);
  return chosen;

  function there(column: string): string {
    if (present.includes(column)) return column;
    const have = present.length === 0 ? 'none' : present.map(shown).join(', ');
    throw new AppError('invalid', `--columns: no column ${shown(column)}; the file has ${have}`);
  }
}

function known(field: string): Field {
  if (isField(field)) return field;
  throw new AppError(
    'invalid',
    `--columns: no field ${shown(field)}; expected ${fields.join(', ')}`,
  );
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}
