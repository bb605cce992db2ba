import pg from 'pg';
import type { SourceField } from '../../domain/source-product.js';
import { mostDescribed } from './product-row.js';
import type { ProductTable } from './product-table.js';
import type { Statement } from './read-only.js';

/**
 * A page behind the id `after`: its id as text, and the other fields as JSON, which the server makes of whatever types
 * there are. The order is that of the column, so that an index of it helps; but where its collation takes two ids for equal,
 * that of their bytes, or one of them would be missed between two pages.
 */
export function productQuery(
  { name, columns, hasLooseId }: ProductTable,
  after: string | undefined,
  limit: number,
): Statement {
  // With the table's name before it: ORDER BY would take the bare name for the text that is selected.
  const column = (field: SourceField) =>
    `product.${pg.escapeIdentifier(columns.get(field) ?? field)}`;
  const id = column('id');
  const place = hasLooseId ? `${id} COLLATE "C"` : id;
  const others = [...columns.keys()].filter((field) => field !== 'id');
  const value = (field: SourceField) =>
    field === 'description' ? `left(${column(field)}::text, ${mostDescribed})` : column(field);
  const fields = others.map((field) => `'${field}', ${value(field)}`).join(', ');
  const behind = after === undefined ? '' : `AND ${place} > $2`;
  return {
    text: `SELECT ${id}::text AS id, json_build_object(${fields}) AS fields FROM ${name} AS product
      WHERE ${id} IS NOT NULL ${behind} ORDER BY ${place} LIMIT $1`,
    values: after === undefined ? [limit] : [limit, after],
  };
}
