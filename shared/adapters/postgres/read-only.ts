import pg from 'pg';
import { sourceError } from './source-error.js';
import type { PostgresSettings } from './source-settings.js';

export interface ReadOnlyDatabase {
  /** One statement in a read-only transaction of its own. Rejects as `ProductSource.page`. */
  rows(statement: Statement, signal: AbortSignal): Promise<readonly Readonly<Row>[]>;
  close(): void;
}

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

type Row = Record<string, unknown>;

const connectTimeoutMs = 10_000;
/** How much longer than the server we wait: it may be gone without a word. */
const graceMs = 5_000;

/** One connection, made when it is needed and again when it was lost. */
export function readOnlyDatabase(settings: PostgresSettings): ReadOnlyDatabase {
  const { host, port, database, user, password, isEncrypted, statementTimeoutMs } = settings;
  const pool = new pg.Pool({
    ...{ host, port, database, user, password, max: 1, application_name: 'tastemaker' },
    ssl: isEncrypted && { rejectUnauthorized: true },
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: statementTimeoutMs + graceMs,
  });
  // A connection that is lost while nobody uses it is made anew.
  pool.on('error', () => undefined);
  // Set for the transaction, not for the connection: poolers between us and the server share those.
  const begin = `BEGIN TRANSACTION READ ONLY; SET LOCAL statement_timeout = ${statementTimeoutMs}; SET LOCAL timezone = 'UTC'`;
  return {
    async rows({ text, values }, signal) {
      try {
        return await inHands(pool, signal, async (client) => {
          await client.query(begin);
          const { rows } = await client.query<Row>(text, [...values]);
          await client.query('COMMIT');
          return rows;
        });
      } catch (error) {
        signal.throwIfAborted();
        throw sourceError(error, settings);
      }
    },
    close() {
      // A connection that is still being made ends once it is there.
      if (!pool.ending) void pool.end();
    },
  };
}

/** Lends out a connection: ended where it was used in vain, or at once when the signal is aborted. */
async function inHands<T>(
  pool: pg.Pool,
  signal: AbortSignal,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await connect(pool, signal);
  let isHeld = true;
  const letGo = (isBroken: boolean) => {
    if (isHeld) client.release(isBroken);
    isHeld = false;
  };
  const stop = () => letGo(true);
  signal.addEventListener('abort', stop);
  try {
    const result = await work(client);
    letGo(false);
    return result;
  } finally {
    letGo(true);
    signal.removeEventListener('abort', stop);
  }
}

/** Rejects as soon as the signal is aborted; what comes of the connection after that is let go. */
async function connect(pool: pg.Pool, signal: AbortSignal): Promise<pg.PoolClient> {
  signal.throwIfAborted();
  const connecting = pool.connect();
  const over = new AbortController();
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { signal: over.signal });
  });
  try {
    return await Promise.race([connecting, stopped]);
  } catch (error) {
    connecting.then(
      (late) => late.release(true),
      () => undefined,
    );
    throw error;
  } finally {
    over.abort();
  }
}
