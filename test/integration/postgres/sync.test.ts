import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { PostgresSettings } from '../../../shared/adapters/postgres/source-settings.js';
import type { Task } from '../../../shared/domain/tasks/task.js';
import { makeSyncJob } from '../../../shared/use-cases/sync-vectors/sync-job.js';
import { makeSyncVectors } from '../../../shared/use-cases/sync-vectors/sync-vectors.js';
import { quarters } from '../../support/pictures.js';
import { type PostgresServer, startPostgres } from '../../support/postgres-server.js';
import { openSourceShop, type SourceShop } from '../../support/postgres-source.js';
import { openSyncHouse } from '../../support/sync-house.js';
import { openTaskHouse } from '../../support/task-house.js';
import { serve, stopServers } from '../../support/web.js';

let server: PostgresServer;
let shop: SourceShop;
/** Pictures that were asked for. */
let fetched: string[];
let port: number;
beforeAll(async () => {
  server = await startPostgres();
  const picture = await quarters('rgbw').png().toBuffer();
  port = await serve(({ url = '' }, response) => {
    fetched.push(url);
    if (url.includes('broken')) response.end(picture.subarray(0, 60));
    else response.end(picture);
  });
});
afterAll(async () => {
  stopServers();
  await server.dispose();
});
beforeEach(async () => {
  fetched = [];
  shop = await openSourceShop(server);
});

/** A catalogue that follows the table `products`, whose syncs are tasks. */
async function openMirror(more: Partial<PostgresSettings> = {}) {
  const openSource = async () => shop.open(more);
  const house = openSyncHouse({ openSource, picturePort: port, batchSize: 32 });
  const taskHouse = await openTaskHouse({ limits: { maxAttempts: 2 } });
  const receiver = taskHouse.work({ 'sync-vectors': makeSyncJob(house.dependencies) }, 'jobs');
  onTestFinished(async () => {
    await receiver.close();
    await taskHouse.close();
    house.close();
  });
  const { vectors, dependencies } = house;
  const syncVectors = makeSyncVectors({ ...taskHouse, vectors, makers: dependencies.makers });
  return {
    ...house,
    /** The task of a sync, once it has ended. */
    async sync(): Promise<Task> {
      const { task } = await syncVectors.start();
      return taskHouse.until(task.id);
    },
  };
}

const products = (count: number, fields = "'Product ' || n AS name") =>
  shop.client.query(
    `CREATE TABLE products AS SELECT 'p' || n AS id, ${fields} FROM generate_series(1, ${count}) n`,
  );

describe('A catalogue that follows a PostgreSQL table', () => {
  test('has all of its 2,000 products, with their words and pictures encoded, and is left alone then', async () => {
    await products(
      2_000,
      `'Product ' || n AS name, 'http://shop.test:${port}/' || n AS image_url, n % 10 <> 0 AS is_active`,
    );
    const mirror = await openMirror();
    expect(await mirror.sync()).toMatchObject({
      status: 'completed',
      result: {
        ...{ read: 1_800, encoded: 1_800, unchanged: 0, removed: 0, failed: 0 },
        source: { read: 2_000, changed: 2_000, vanished: 0 },
      },
    });
    expect(mirror.items.size).toBe(2_000);
    expect(await mirror.idsIn(mirror.image.encoder.space)).toHaveLength(1_800);
    expect(new Set(fetched).size).toBe(1_800);

    fetched = [];
    expect(await mirror.sync()).toMatchObject({
      result: { read: 1_800, encoded: 0, unchanged: 1_800, source: { changed: 0, vanished: 0 } },
    });
    expect(fetched).toEqual([]);
    expect(mirror.text.rows).toBe(1_800);
  });

  test('follows what is added, changed, switched off and deleted there', async () => {
    await products(10, "'Product ' || n AS name, true AS is_active");
    const mirror = await openMirror();
    await mirror.sync();
    await shop.client.query(`INSERT INTO products VALUES ('new', 'New', true);
      UPDATE products SET name = 'Renamed' WHERE id = 'p1';
      UPDATE products SET is_active = false WHERE id = 'p2';
      DELETE FROM products WHERE id = 'p3'`);
    expect(await mirror.sync()).toMatchObject({
      result: { encoded: 2, unchanged: 7, removed: 2, source: { changed: 3, vanished: 1 } },
    });
    expect(mirror.items.get('p1')?.name).toBe('Renamed');
    expect(['new', 'p2', 'p3'].map((id) => mirror.items.get(id)?.isActive)).toEqual([
      ...[true, false, false],
    ]);
    expect(await mirror.idsIn(mirror.text.encoder.space)).not.toContain('p3');
  });

  test('has all but the picture that is broken, and the row that is', async () => {
    const picture = `CASE n WHEN 3 THEN 'http://shop.test:${port}/broken' END AS image_url`;
    await products(10, `CASE n WHEN 7 THEN NULL ELSE 'Product ' || n END AS name, ${picture}`);
    const mirror = await openMirror();
    const { status, result } = await mirror.sync();
    expect(status).toBe('completed');
    expect(result).toMatchObject({
      ...{ read: 9, encoded: 8, failed: 2 },
      failures: [
        { id: 'p7', part: 'row', reason: expect.stringMatching(/^name: /) },
        { id: 'p3', part: 'image', reason: expect.stringMatching(/damaged/) },
      ],
    });
    expect(mirror.items.get('p3')).toMatchObject({ isActive: true });
  });
});

describe('The task of a sync fails with the reason', () => {
  test('after its attempts, where the server is down', async () => {
    await products(3);
    const mirror = await openMirror({ port: 1 });
    const { status, reason, attempt } = await mirror.sync();
    expect({ status, attempt }).toEqual({ status: 'failed', attempt: 2 });
    expect(reason).toMatch(
      /^gave up after 2 attempts: the source database .* nothing answers there$/,
    );
    expect(reason).not.toContain(server.password);
  });

  test('after its attempts, where the server is slow', async () => {
    await shop.client.query("CREATE VIEW products AS SELECT 'a' AS id, pg_sleep(60)::text AS name");
    const mirror = await openMirror({ statementTimeoutMs: 100 });
    expect(await mirror.sync()).toMatchObject({
      status: 'failed',
      reason: expect.stringMatching(/^gave up after 2 attempts: .* it took too long to answer/),
    });
  });

  test('at once, where a column is missing', async () => {
    await products(3, "'x' AS title");
    const mirror = await openMirror();
    expect(await mirror.sync()).toMatchObject({
      ...{ status: 'failed', attempt: 1 },
      reason: 'the source table "products" has no column "name" for name; it has id, title',
    });
  });

  test('and the catalogue keeps what it has', async () => {
    await products(3);
    const mirror = await openMirror();
    await mirror.sync();
    await shop.client.query('ALTER TABLE products RENAME TO goods');
    expect(await mirror.sync()).toMatchObject({ status: 'failed' });
    expect(mirror.items.get('p1')?.isActive).toBe(true);
    expect(await mirror.idsIn(mirror.text.encoder.space)).toHaveLength(3);
  });
});
