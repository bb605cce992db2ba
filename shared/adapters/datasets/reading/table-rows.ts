import { urlField } from '../../../contracts/fields.js';
import { AppError } from '../../../domain/errors.js';
import type { Item } from '../../../domain/item.js';
import type { DatasetRecord } from '../../../ports/dataset.js';
import type { Columns, Field } from './columns.js';
import { itemIdOfName } from './item-name.js';
import { eventRecord, isAbsent, latestTime, sketchItem } from './records.js';
import {
  readAs,
  readId,
  readLine,
  readPrice,
  readProse,
  readTime,
  rejected,
} from './row-checks.js';
import type { RowContext } from './row-reader.js';

export type TableRow = (field: Field) => unknown;

const maxLabels = 50;
const maxLabelLength = 100;
const maxNameLength = 500;

/**
 * Reads rows of a table whose columns have been chosen: events where there is a user or a session, else items. Throws
 * `invalid` where columns are missing that such rows need.
 */
export function tableReader(
  context: RowContext,
  columns: Columns,
): (row: TableRow) => DatasetRecord {
  const isEvents = columns.has('user') || columns.has('session');
  demand(columns, 'item', 'name');
  if (!isEvents) return (row) => itemRecord(context, row);
  demand(columns, 'time');
  if (context.options.defaultType === undefined) demand(columns, 'type');
  return (row) => tableEvent(context, row);
}

function demand(columns: Columns, ...anyOf: Field[]): void {
  if (anyOf.some((field) => columns.has(field))) return;
  const names = anyOf.join(' or ');
  const hint = anyOf.includes('type') ? ', or --type' : '';
  const message = `no column for ${names}; say which with --columns ${anyOf[0]}=NAME${hint}`;
  throw new AppError('invalid', message);
}

function tableEvent(context: RowContext, row: TableRow): DatasetRecord {
  const ts = readTime(row('time'), 'time', latestTime(context));
  return eventRecord(context, {
    userId: row('user'),
    sessionId: row('session'),
    itemId: itemIdOf(row),
    type: row('type'),
    ts,
    value: row('value'),
    about: aboutItem(row),
  });
}

function itemRecord(context: RowContext, row: TableRow): DatasetRecord {
  const time = row('time');
  const createdAt = isAbsent(time)
    ? context.importedAt
    : readTime(time, 'time', latestTime(context));
  return { kind: 'item', item: sketchItem(itemIdOf(row), createdAt, aboutItem(row)) };
}

function itemIdOf(row: TableRow): string {
  const id = row('item');
  return isAbsent(id)
    ? itemIdOfName(readLine(row('name'), 'name', maxNameLength))
    : readId(id, 'item');
}

function aboutItem(row: TableRow): Partial<Item> {
  const categories = readList(row('categories'), 'categories');
  const tags = readList(row('tags'), 'tags');
  return {
    ...text(row, 'name', 'name', maxNameLength),
    ...prose(row('description')),
    ...(categories.length > 0 ? { categories } : {}),
    ...(tags.length > 0 ? { tags } : {}),
    ...price(row('price')),
    ...currency(row('currency')),
    ...text(row, 'seller', 'seller', 200),
    ...address(row, 'image_url', 'imageUrl'),
    ...address(row, 'url', 'url'),
  };
}

function text(row: TableRow, field: Field, key: keyof Item, maxLength: number): Partial<Item> {
  const value = row(field);
  return isAbsent(value) ? {} : { [key]: readLine(value, field, maxLength) };
}

function address(row: TableRow, field: Field, key: 'imageUrl' | 'url'): Partial<Item> {
  const value = row(field);
  return isAbsent(value) ? {} : { [key]: readAs(urlField, value, field) };
}

function prose(value: unknown): Partial<Item> {
  return isAbsent(value) ? {} : { description: readProse(value, 'description', 10_000) };
}

function price(value: unknown): Partial<Item> {
  return isAbsent(value) ? {} : { price: readPrice(value, 'price') };
}

function currency(value: unknown): Partial<Item> {
  if (isAbsent(value)) return {};
  if (typeof value === 'string' && /^[A-Z]{3}$/.test(value)) return { currency: value };
  throw rejected('currency', 'three capital letters', value);
}

/** A list, or text with `|` between its parts. */
function readList(value: unknown, field: string): readonly string[] {
  if (isAbsent(value)) return [];
  const parts: readonly unknown[] = Array.isArray(value) ? value : String(value).split('|');
  const present = parts.map((part) => (typeof part === 'string' ? part.trim() : part));
  const kept = present.filter((part) => part !== '');
  if (kept.length > maxLabels)
    throw rejected(field, `at most ${maxLabels}`, `${kept.length} of them`);
  return kept.map((part) => readLine(part, field, maxLabelLength));
}
