import type pg from 'pg';

/**
 * Lends out a connection: ended where it was used in vain, or at once when the signal is aborted, after which `left` may
 * see to what the server still does.
 */
export async function lendConnection<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
  left: () => void,
  signal: AbortSignal,
): Promise<T> {
  const client = await connect(pool, signal);
  let isLent = true;
  const takeBack = (isBroken: boolean) => {
    if (isLent) client.release(isBroken);
    isLent = false;
  };
  const stop = () => {
    takeBack(true);
    left();
  };
  signal.addEventListener('abort', stop);
  try {
    const result = await work(client);
    takeBack(false);
    return result;
  } finally {
    takeBack(true);
    signal.removeEventListener('abort', stop);
  }
}

/** Rejects as soon as the signal is aborted; a connection that comes after that is ended. */
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
