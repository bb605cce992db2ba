import type { ProductSource } from '../../ports/product-source.js';
import { productQuery } from './product-query.js';
import { readRow } from './product-row.js';
import { lookAtTable, type ProductTable } from './product-table.js';
import { readOnlyDatabase } from './read-only.js';
import { type PostgresSettings, pageRows } from './source-settings.js';

/** The products of a table or view of a PostgreSQL server, by id. */
export function postgresProductSource(settings: PostgresSettings): ProductSource {
  const database = readOnlyDatabase(settings);
  let table: ProductTable | undefined;
  return {
    name: 'postgresql',
    async page(cursor, signal) {
      table ??= await lookAtTable(database, settings, signal);
      const found = await database.rows(productQuery(table, cursor, pageRows), signal);
      const rows = found.map(({ id, fields }) => readRow(String(id), fields));
      const last = rows.at(-1);
      const isLast = last === undefined || rows.length < pageRows;
      return { rows, ...(!isLast && { nextCursor: last.id }) };
    },
    close: async () => database.close(),
  };
}
