import pg from 'pg';
import { lendConnection } from './lend-connection.js';
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

/**
 * The server would go on with a statement that nobody waits for any more. It is told by the session's name, because the
 * process ids that a pooler gives are not the server's.
 */
const stopOurs = `SELECT pg_cancel_backend(pid) FROM pg_stat_activity
  WHERE application_name = $1 AND pid <> pg_backend_pid()`;

/** One connection, made when it is needed and again when it was lost, and another to stop what that asked for. */
export function readOnlyDatabase(settings: PostgresSettings): ReadOnlyDatabase {
  const { statementTimeoutMs, session } = settings;
  const pool = newPool(settings);
  // Set for the transaction, not for the connection: poolers between us and the server share those.
  const begin = `BEGIN TRANSACTION READ ONLY; SET LOCAL statement_timeout = ${statementTimeoutMs}; SET LOCAL timezone = 'UTC'`;
  const stop = () => void pool.query(stopOurs, [session]).catch(() => undefined);
  return {
    async rows({ text, values }, signal) {
      const read = async (client: pg.PoolClient) => {
        await client.query(begin);
        const { rows } = await client.query<Row>(text, [...values]);
        await client.query('COMMIT');
        return rows;
      };
      try {
        return await lendConnection(pool, read, stop, signal);
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

function newPool(settings: PostgresSettings): pg.Pool {
  const { host, port, database, user, password, isEncrypted, statementTimeoutMs, session } =
    settings;
  const pool = new pg.Pool({
    ...{ host, port, database, user, password, max: 2, application_name: session },
    ssl: isEncrypted && { rejectUnauthorized: true },
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: statementTimeoutMs + graceMs,
  });
  // A connection that is lost while nobody uses it is made anew.
  pool.on('error', () => undefined);
  return pool;
}
