import { randomUUID } from 'node:crypto';
import { openCosmos } from '../../../shared/adapters/cloud/cosmos/connection.js';
import { cosmosCostMeter } from '../../../shared/adapters/cloud/cosmos/cost-meter.js';
import { createContainers } from '../../../shared/adapters/cloud/cosmos/create-containers.js';
import { openCosmosShop } from '../../../shared/adapters/cloud/cosmos/open-shop.js';
import type { Item } from '../../../shared/domain/item.js';
import type { ShopStore } from '../../../shared/ports/shop-store.js';
import { startCosmosServer } from '../../support/cosmos-server/start.js';
import { RecordedTelemetry } from '../../support/recorded-telemetry.js';
import type { Row } from '../report.js';
import { syntheticItems } from '../synthetic-shop.js';

const items = [...syntheticItems({ items: 2_000, events: 0, users: 0 })].flatMap((change) =>
  change.kind === 'item' ? [{ ...change.item, price: change.item.name.length }] : [],
);

/** By the cost model of the test server, which says itself what is documented of it and what is interpolated. */
export async function requestUnits(): Promise<readonly Row[]> {
  const server = await startCosmosServer({ physicalPartitions: 1 });
  const connection = await openCosmos({
    ...{ endpoint: server.endpoint, key: server.key, database: server.database },
    ...{ tenant: 'default', random: Math.random, telemetry: new RecordedTelemetry() },
  });
  try {
    await createContainers(connection);
    const shop = await openCosmosShop(connection, { newId: randomUUID });
    await shop.catalog.upsert(items.slice(0, 1_000));
    return await measured(operations(shop));
  } finally {
    await connection.close();
    await server.stop();
  }
}

type Operation = readonly [name: string, work: () => Promise<unknown>];

async function measured(all: readonly Operation[]): Promise<readonly Row[]> {
  const meter = cosmosCostMeter();
  const rows: Row[] = [];
  for (const [operation, work] of all) {
    const { requestUnits: units } = await meter.measure(work);
    rows.push({ operation, 'request units': units.toFixed(2) });
  }
  return rows;
}

function operations({ catalog, textIndex, events, users, sessions, changes }: ShopStore) {
  const now = Date.UTC(2026, 0, 1);
  const event = (index: number, session: string) => ({
    ...{ id: `e${index}`, itemId: 'p1', type: 'view', ts: now + index },
    ...{ userId: 'ann', sessionId: session },
  });
  const many = Array.from({ length: 100 }, (_, index) => event(1_000 + index, `s${index % 10}`));
  let cursor: string | undefined;
  const follow = async () => {
    for (let hasMore = true; hasMore; ) {
      const page = await changes.after(cursor, 1_000);
      cursor = page.cursor;
      hasMore = page.hasMore;
    }
  };
  const filter = { kind: 'compare', field: 'price', operator: '<', value: 20 } as const;
  const cheaper = (item: Item) => ({ ...item, price: 1 });
  return [
    ['get an item', () => catalog.get('p1')],
    ['look for an item that is not there', () => catalog.get('none')],
    ['replace an item by a change (PATCH)', () => catalog.update('p1', cheaper)],
    ['put one item that is there', () => catalog.upsert(items.slice(1, 2))],
    ['put 1,000 new items', () => catalog.upsert(items.slice(1_000))],
    ['add 1,000 that are there', () => catalog.addMissing(items.slice(0, 1_000))],
    ['remove an item', () => catalog.remove('p2')],
    ['list 50 of 2,000 items', () => catalog.list({ limit: 50 })],
    ['list 50 items with a filter', () => catalog.list({ limit: 50, filter })],
    ['count 2,000 items', () => catalog.count()],
    ['search two words, 100 items', () => textIndex.search({ text: 'blue7 oak3', limit: 100 })],
    [
      'search the beginning of a word',
      () => textIndex.search({ text: 'blue', limit: 100, isPrefix: true }),
    ],
    ['append the first event of a session', () => events.append([event(1, 's0')])],
    ['append the next event of it', () => events.append([event(2, 's0')])],
    ['append it again', () => events.append([event(2, 's0')])],
    ['append 100 events of 10 sessions', () => events.append(many)],
    ['get a user', () => users.get('ann')],
    ['get a session', () => sessions.get('s0')],
    ['read all changes of 2,000 items and 102 events', follow],
    ['ask for changes when there are none', follow],
  ] as const satisfies readonly Operation[];
}
