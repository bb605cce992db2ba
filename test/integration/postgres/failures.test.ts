import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type PostgresServer, startPostgres } from '../../support/postgres-server.js';
import { openSourceShop, readAll, type SourceShop } from '../../support/postgres-source.js';

let server: PostgresServer;
let shop: SourceShop;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.dispose());
beforeEach(async () => {
  shop = await openSourceShop(server);
});

describe('A source that is not what the settings say', () => {
  const invalid = (message: RegExp | string) => ({
    code: 'invalid',
    message: expect.stringMatching(message),
  });

  test('has no such column, and the message names it and those that there are', async () => {
    await shop.table('id text, title text, "Price" numeric');
    await expect(shop.read()).rejects.toMatchObject(
      invalid(
        /^the source table "products" has no column "name" for name; it has id, title, Price$/,
      ),
    );
    const columns = { name: 'title', imageUrl: 'picture' };
    await expect(shop.read({ columns })).rejects.toMatchObject(
      invalid(/no column "picture" for imageUrl/),
    );
  });

  test('has no such table', async () => {
    await expect(shop.read()).rejects.toMatchObject(
      invalid('shows this user no table "products"$'),
    );
  });

  test('does not let this user read', async () => {
    await shop.table('id text, name text');
    await shop.client.query(`CREATE ROLE "guest ${shop.number}" LOGIN PASSWORD 'guest-password'`);
    await expect(
      shop.read({ user: `guest ${shop.number}`, password: 'guest-password' }),
    ).rejects.toMatchObject(invalid('permission denied for table products'));
  });

  test('is only ever read, even where reading it would write', async () => {
    await shop.client.query('CREATE TABLE log (at timestamptz)');
    await shop.client.query(
      `CREATE FUNCTION noted() RETURNS text VOLATILE LANGUAGE sql AS $$ INSERT INTO log VALUES (now()) RETURNING 'a' $$`,
    );
    await shop.client.query(`CREATE VIEW products AS SELECT noted() AS id, 'P' AS name`);
    await expect(shop.read()).rejects.toThrow('read-only transaction');
    expect((await shop.client.query('SELECT * FROM log')).rows).toEqual([]);
  });
});

describe('A source that cannot be read now', () => {
  const unavailable = (message: RegExp) => ({
    code: 'unavailable',
    message: expect.stringMatching(message),
  });
  const secret = 'not-the-password';

  test('names its place and the reason', async () => {
    const port = await freePort();
    await expect(shop.read({ port })).rejects.toMatchObject(
      unavailable(
        /^the source database shop \d+ at 127\.0\.0\.1:\d+ cannot be read: nothing answers there$/,
      ),
    );
    await expect(shop.read({ host: 'localhost', port })).rejects.toThrow(/nothing answers there$/);
    await expect(shop.read({ host: 'nowhere.invalid' })).rejects.toMatchObject(
      unavailable(/no address|EAI_AGAIN/),
    );
    await expect(shop.read({ database: 'other' })).rejects.toMatchObject(
      unavailable(/no such database$/),
    );
  });

  test('never gives a password away', async () => {
    for (const more of [{ password: secret }, { user: secret, password: secret }]) {
      const error: unknown = await shop.read(more).catch((reason: unknown) => reason);
      expect(error).toMatchObject(unavailable(/refuses this user and password$/));
      expect(String(error)).not.toContain(secret);
    }
    await expect(shop.read({ password: undefined })).rejects.toMatchObject(unavailable(/password/));
  });

  test('because it knows no TLS, is not asked without', async () => {
    await shop.table('id text, name text');
    await expect(shop.read({ isEncrypted: true, password: secret })).rejects.toMatchObject(
      unavailable(/SSL/),
    );
  });

  test('because it is slow, ends after its time', async () => {
    await shop.client.query(
      `CREATE VIEW products AS SELECT 'a' AS id, 'Axe' || pg_sleep(60)::text AS name`,
    );
    await expect(shop.read({ statementTimeoutMs: 200 })).rejects.toMatchObject(
      unavailable(/too long to answer/),
    );
  });

  test('because somebody has locked the table, ends after its time', async () => {
    await shop.table('id text, name text');
    await shop.client.query('BEGIN; LOCK TABLE products IN ACCESS EXCLUSIVE MODE');
    await expect(shop.read({ statementTimeoutMs: 200 })).rejects.toMatchObject(
      unavailable(/too long to answer/),
    );
    await shop.client.query('ROLLBACK');
  });

  test('while it is read, is given up as soon as that is asked for', async () => {
    await shop.client.query(
      `CREATE VIEW products AS SELECT 'a' AS id, 'Axe' || pg_sleep(60)::text AS name`,
    );
    const source = shop.open();
    const controller = new AbortController();
    const reading = readAll(source, controller.signal);
    await isAsked();
    controller.abort(new Error('stopped'));
    await expect(reading).rejects.toThrow('stopped');
    await source.close();
    // Nor does the server go on with it.
    await gone();
  });

  test('while a connection is made, is given up as soon as that is asked for', async () => {
    const silent = await startSilentServer();
    onTestFinished(silent.close);
    const controller = new AbortController();
    const source = shop.open({ port: silent.port });
    const reading = source.page(undefined, controller.signal);
    await silent.connected;
    controller.abort(new Error('stopped'));
    await expect(reading).rejects.toThrow('stopped');
    await expect(source.page(undefined, controller.signal)).rejects.toThrow('stopped');
  });

  test('and is given up before a connection is there, lets that go when it comes', async () => {
    const controller = new AbortController();
    const reading = shop.open().page(undefined, controller.signal);
    controller.abort(new Error('stopped'));
    await expect(reading).rejects.toThrow('stopped');
    await gone();
  });

  test('between two pages, is asked again by another connection', async () => {
    await shop.table('id text, name text');
    await shop.client.query(
      `INSERT INTO products SELECT 'p' || n, 'P' FROM generate_series(1, 550) n`,
    );
    const source = shop.open();
    const { signal } = new AbortController();
    const { nextCursor } = await source.page(undefined, signal);
    await shop.client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'tastemaker%'`,
    );
    await gone();
    expect((await source.page(nextCursor, signal)).rows).toHaveLength(50);
  });

  test('because it was stopped, is read again once it is back', async () => {
    await shop.table('id text, name text', ['a', 'Axe']);
    const source = shop.open();
    await readAll(source);
    await server.stop();
    await expect(readAll(source)).rejects.toMatchObject({ code: 'unavailable' });
    await server.start();
    shop = await openSourceShop(server);
    expect(await readAll(source)).toHaveLength(1);
  });

  /** Settles once a page is being read. */
  async function isAsked(): Promise<void> {
    const running = `SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'tastemaker%' AND state = 'active' AND query LIKE '%FROM "products"%'`;
    for (;;) if ((await shop.client.query(running)).rows.length > 0) return;
  }
  /** Settles once no connection of ours is left. */
  async function gone(): Promise<void> {
    const left = `SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'tastemaker%'`;
    for (;;) if ((await shop.client.query(left)).rows.length === 0) return;
  }
  async function freePort(): Promise<number> {
    const silent = await startSilentServer();
    await silent.close();
    return silent.port;
  }
});

/** Takes connections and never says a word. */
async function startSilentServer() {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
  const connected = once(silent.listen(0, '127.0.0.1'), 'connection');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    silent.close();
    await once(silent, 'close');
  };
  return { port, connected, close };
}
