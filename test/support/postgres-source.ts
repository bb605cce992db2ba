import { onTestFinished } from 'vitest';
import { postgresProductSource } from '../../shared/adapters/postgres/postgres-product-source.js';
import type { PostgresSettings } from '../../shared/adapters/postgres/source-settings.js';
import type { SourceProduct } from '../../shared/domain/source-product.js';
import type { ProductSource, SourceRow } from '../../shared/ports/product-source.js';
import type { PostgresServer } from './postgres-server.js';

let databases = 0;

/** An empty database of its own, and sources of it; all of it closed when the test is over. */
export async function openSourceShop(server: PostgresServer) {
  databases += 1;
  const database = `shop ${databases}`;
  const client = await server.database(database);
  onTestFinished(() => client.end());
  const { host, port, user, password } = server;
  const settings: PostgresSettings = {
    ...{ host, port, user, password, database, table: 'products', columns: {} },
    ...{ isEncrypted: false, statementTimeoutMs: 30_000, session: `tastemaker ${databases}` },
  };
  /** Of the table `products`, unless `more` says otherwise. */
  function open(more: Partial<PostgresSettings> = {}): ProductSource {
    const source = postgresProductSource({ ...settings, ...more });
    onTestFinished(() => source.close());
    return source;
  }
  return {
    ...{ number: databases, client, settings, open },
    read: (more: Partial<PostgresSettings> = {}) => readAll(open(more)),
    /** Makes the table `products` of these columns and rows. */
    async table(columns: string, ...rows: readonly (readonly unknown[])[]): Promise<void> {
      await client.query(`CREATE TABLE products (${columns})`);
      for (const row of rows) {
        const places = row.map((_, at) => `$${at + 1}`).join(', ');
        await client.query(`INSERT INTO products VALUES (${places})`, [...row]);
      }
    },
  };
}
export type SourceShop = Awaited<ReturnType<typeof openSourceShop>>;

/** All rows of a source, from the start to the end. */
export async function readAll(
  source: ProductSource,
  signal = new AbortController().signal,
): Promise<readonly SourceRow[]> {
  const all: SourceRow[] = [];
  let cursor: string | undefined;
  do {
    const { rows, nextCursor } = await source.page(cursor, signal);
    all.push(...rows);
    cursor = nextCursor;
  } while (cursor !== undefined);
  return all;
}

export const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);

/** The product of the first row. */
export async function productOf(reading: Promise<readonly SourceRow[]>): Promise<SourceProduct> {
  const [row] = await reading;
  if (row === undefined || 'reason' in row) throw new Error(row?.reason ?? 'no row');
  return row.product;
}

/** Why the first row cannot be used. */
export async function reasonOf(reading: Promise<readonly SourceRow[]>): Promise<string> {
  const [row] = await reading;
  return row !== undefined && 'reason' in row ? row.reason : '';
}
