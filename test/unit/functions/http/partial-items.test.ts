import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLocal } from '../../../../functions/host/start-local.js';
import { itemTriggers } from '../../../../functions/http/items.js';
import { itemMirror } from '../../../../shared/adapters/memory/item-mirror.js';
import { RowsFailed } from '../../../../shared/domain/errors.js';
import type { CatalogStore } from '../../../../shared/ports/catalog-store.js';
import { makeFollowChanges } from '../../../../shared/use-cases/follow-changes.js';
import { makeManageItems } from '../../../../shared/use-cases/manage-items.js';
import { call } from '../../../support/call.js';
import { RecordedTelemetry } from '../../../support/recorded-telemetry.js';
import { type ServedShop, serveShop } from '../../../support/shop.js';

let shop: ServedShop;
let server: Awaited<ReturnType<typeof startLocal>>;

/** Keeps no red items, as a store without transactions may keep some of many only. */
const withoutRed = (catalog: CatalogStore): CatalogStore => ({
  ...catalog,
  async upsert(items) {
    const rows = items.flatMap(({ id }, index) =>
      id.startsWith('red') ? [{ index, code: 'unavailable' as const, message: `no ${id}` }] : [],
    );
    await catalog.upsert(items.filter(({ id }) => !id.startsWith('red')));
    const [first, ...others] = rows;
    if (first) throw new RowsFailed([first, ...others], items.length);
  },
});

beforeAll(async () => {
  shop = await serveShop();
  const items = itemMirror();
  const followChanges = makeFollowChanges({ changeLog: shop.store.changes, followers: [items] });
  const catalog = withoutRed(shop.store.catalog);
  const manageItems = makeManageItems({ catalog, items, followChanges, clock: () => Date.now() });
  const edge = { apiKeys: [], adminKeys: [], corsOrigins: [], newId: () => 'id' };
  const triggers = itemTriggers({ ...edge, telemetry: new RecordedTelemetry(), manageItems });
  server = await startLocal({ ...shop, triggers }, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await server.close();
  await shop.close();
});

const row = (id: string) => ({ id, name: id });

test('rows that did not land are named beside those that were bad, and the others are there', async () => {
  const rows = [row('red-1'), { id: 'bad' }, row('blue'), row('red-2')];
  const { status, body } = await call(server, 'POST', '/items', rows);
  expect({ status, body }).toEqual({
    status: 200,
    body: {
      accepted: 1,
      rejected: [
        { index: 0, id: 'red-1', errors: [{ path: '', message: 'no red-1' }] },
        { index: 1, id: 'bad', errors: [{ path: 'name', message: 'missing' }] },
        { index: 3, id: 'red-2', errors: [{ path: '', message: 'no red-2' }] },
      ],
    },
  });
  expect((await call(server, 'GET', '/items/blue')).status).toBe(200);
});

test('a request of which nothing landed has failed', async () => {
  const { status, body } = await call(server, 'POST', '/items', [row('red-1'), row('red-2')]);
  expect(status).toBe(503);
  expect(body).toMatchObject({ errors: [{ path: '0' }, { path: '1', message: 'no red-2' }] });
  expect((await call(server, 'PUT', '/items/red-1', { name: 'Red' })).status).toBe(503);
});
