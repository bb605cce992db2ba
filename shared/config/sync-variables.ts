import { z } from 'zod';
import { type SourceField, sourceFields } from '../domain/source-product.js';
import { json } from './environment.js';
import { schedule } from './schedule.js';

/** How vectors are kept in step with products, and where those come from. */
export interface SyncConfig {
  /** NCRONTAB of six fields in UTC; undefined where nothing is synced by itself. */
  readonly schedule: string | undefined;
  /** Items that are encoded together. */
  readonly batchSize: number;
  /** The catalogue follows it; undefined where it is kept through the API alone. */
  readonly source: SourceConfig | undefined;
}

/** A PostgreSQL server with the products of a shop. */
interface SourceConfig {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** A secret: never to be shown. */
  readonly password: string | undefined;
  readonly table: string;
  readonly columns: Readonly<Partial<Record<SourceField, string | null>>>;
  readonly isEncrypted: boolean;
}

/** As long as PostgreSQL's names are. */
const identifier = z
  .string()
  .regex(/^[^\0]{1,63}$/, 'expected a name of 1 to 63 characters')
  .refine((name) => Buffer.byteLength(name) <= 63, 'expected a name of at most 63 bytes');

const columns = json('{"id": "product_id", "imageUrl": "picture"}').pipe(
  z.partialRecord(z.enum(sourceFields), identifier.nullable()),
);

export const syncVariables = {
  SYNC_SCHEDULE: schedule('0 */15 * * * *'),
  BATCH_SIZE: z.coerce.number().int().min(1).max(256).default(32),
  SRC_DB_HOST: z.string().min(1).max(255).optional(),
  SRC_DB_PORT: z.coerce.number().int().min(1).max(65_535).default(5432),
  SRC_DB_NAME: identifier.optional(),
  SRC_DB_USER: identifier.optional(),
  SRC_DB_PASS: z.string().max(1_024).optional(),
  SRC_DB_TABLE: z
    .string()
    .refine((name) => name.split('.').length <= 2 && name.split('.').every(isIdentifier), {
      error: 'expected the name of a table or view such as products or shop.products',
    })
    .default('products'),
  SRC_DB_COLUMNS: columns,
  SRC_DB_TLS: z.enum(['on', 'off']).optional(),
};

const isIdentifier = (name: string) => identifier.safeParse(name).success;

const schema = z.object(syncVariables);
type Values = z.output<typeof schema>;

/** A server is of no use without these. */
export function demandSource(values: Values, context: z.RefinementCtx): void {
  if (values.SRC_DB_HOST === undefined) return;
  for (const name of ['SRC_DB_NAME', 'SRC_DB_USER'] as const) {
    if (values[name] !== undefined) continue;
    context.addIssue({ code: 'custom', path: [name], message: 'needed when SRC_DB_HOST is set' });
  }
}

export function readSyncConfig(values: Values): SyncConfig {
  const { SYNC_SCHEDULE, BATCH_SIZE } = values;
  return { schedule: SYNC_SCHEDULE, batchSize: BATCH_SIZE, source: sourceOf(values) };
}

const thisMachine = new Set(['127.0.0.1', '::1', 'localhost']);

function sourceOf(values: Values): SourceConfig | undefined {
  const { SRC_DB_HOST: host, SRC_DB_TLS: tls } = values;
  if (host === undefined) return undefined;
  return {
    ...{ host, port: values.SRC_DB_PORT, database: values.SRC_DB_NAME ?? '' },
    ...{ user: values.SRC_DB_USER ?? '', password: values.SRC_DB_PASS },
    ...{ table: values.SRC_DB_TABLE, columns: values.SRC_DB_COLUMNS },
    // A password that leaves this machine is not to be read on the way.
    isEncrypted: tls === undefined ? !thisMachine.has(host) : tls === 'on',
  };
}
