import pg from 'pg';
import { AppError } from '../../domain/errors.js';
import { type SourceField, sourceFields } from '../../domain/source-product.js';
import type { ReadOnlyDatabase } from './read-only.js';
import type { PostgresSettings } from './source-settings.js';

/** Where products lie, as the server knows it. */
export interface ProductTable {
  /** Quoted. */
  readonly name: string;
  /** Those that are read, unquoted. */
  readonly columns: ReadonlyMap<SourceField, string>;
  /** Whether the collation of the ids takes some for equal that are not. */
  readonly hasLooseId: boolean;
}

const columnsOfTable = `SELECT attname AS name, collisdeterministic IS FALSE AS is_loose
  FROM pg_attribute LEFT JOIN pg_collation ON pg_collation.oid = attcollation
  WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum`;

/** What our fields are called where nothing else is said. */
const usualColumns: Readonly<Record<SourceField, string>> = {
  ...{ id: 'id', name: 'name', description: 'description', categories: 'categories', tags: 'tags' },
  ...{ price: 'price', currency: 'currency', seller: 'seller', imageUrl: 'image_url', url: 'url' },
  ...{ isActive: 'is_active', createdAt: 'created_at' },
};

/**
 * Looks at the table. Throws `invalid` where there is none, or where it lacks the id, the name or a column that the
 * settings name; other columns of the usual names may be missing.
 */
export async function lookAtTable(
  database: ReadOnlyDatabase,
  { table, columns }: PostgresSettings,
  signal: AbortSignal,
): Promise<ProductTable> {
  const name = table.split('.').map(pg.escapeIdentifier).join('.');
  const found = await database.rows({ text: columnsOfTable, values: [name] }, signal);
  if (found.length === 0) {
    throw new AppError('invalid', `the source database shows this user no table ${name}`);
  }
  const loose = new Map(found.map((row) => [String(row['name']), row['is_loose'] === true]));
  const read = new Map<SourceField, string>();
  for (const field of sourceFields) {
    const column = columns[field] === undefined ? usualColumns[field] : columns[field];
    const isDemanded = columns[field] !== undefined || field === 'id' || field === 'name';
    if (column === null || (!isDemanded && !loose.has(column))) continue;
    if (!loose.has(column)) throw missing(name, { field, column }, [...loose.keys()]);
    read.set(field, column);
  }
  return { name, columns: read, hasLooseId: loose.get(read.get('id') ?? '') === true };
}

const missing = (
  table: string,
  { field, column }: { readonly field: string; readonly column: string },
  there: readonly string[],
) =>
  new AppError(
    'invalid',
    `the source table ${table} has no column ${pg.escapeIdentifier(column)} for ${field}; it has ${there.join(', ')}`,
  );
