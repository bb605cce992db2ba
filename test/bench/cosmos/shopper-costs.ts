import { newId } from '../../../functions/compose/runtime.js';
import { openCosmosShoppers } from '../../../shared/adapters/cloud/cosmos/open-shoppers.js';
import type { CosmosServer } from '../../support/cosmos-server/start.js';
import type { Row } from '../report.js';
import { benchEvents, startBenchAccount } from './bench-shop.js';

/** What events, users and changes cost by the test server's model of the service's prices, not the service's own. */
export async function shopperCosts(): Promise<readonly Row[]> {
  const { server, connect } = await startBenchAccount();
  const connection = await connect();
  const { events, users, sessions, changes, bookmarks } = await openCosmosShoppers(connection, {
    newId,
  });
  const user = { id: 'user-0', features: { age: 31, city: 'Bern' }, createdAt: 1 };
  let cursor: string | undefined;
  const follow = async () => {
    for (let hasMore = true; hasMore; ) ({ cursor, hasMore } = await changes.after(cursor, 2_000));
  };
  await events.append(benchEvents(1_000_000, 1));
  await follow();
  const steps: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['append 1 event, new session', () => events.append(benchEvents(0, 1))],
    ['append 1 event, known session', () => events.append(benchEvents(1, 1))],
    ['append 10 events, known session', () => events.append(benchEvents(2, 10))],
    ['append the same 10 again', () => events.append(benchEvents(2, 10))],
    ['append 996 events of 83 sessions', () => events.append(benchEvents(12, 996))],
    ['follow 1,008 new events', follow],
    ['follow when nothing is new', follow],
    ['read a session', () => sessions.get('session-0')],
    ['write a user', () => users.put(user)],
    ['read a user', () => users.get('user-0')],
    ['list 100 users', () => users.list(undefined, 100)],
    ['count 1,009 events', () => events.count()],
    ['merge a session of 12 events', () => users.merge('session-80', 'user-1')],
    ['merge nothing', () => users.merge('nobody', 'user-1')],
    ['erase a user of 5 sessions, 60 events', () => users.erase('user-0')],
    ['write a bookmark', () => bookmarks.put('far', '1')],
    ['read a bookmark', () => bookmarks.get('far')],
  ];
  const rows: Row[] = [];
  for (const [operation, work] of steps) {
    await server.charges();
    await work();
    rows.push({ operation, ...(await costs(server)) });
  }
  await connection.close();
  await server.stop();
  return rows;
}

async function costs(server: CosmosServer): Promise<Row> {
  const charges = await server.charges();
  const total = charges.reduce((sum, { requestUnits }) => sum + requestUnits, 0);
  const counts = new Map<string, number>();
  for (const { operation } of charges) counts.set(operation, (counts.get(operation) ?? 0) + 1);
  const requests = [...counts].map(([operation, count]) => `${count} ${operation}`).join(', ');
  return { RU: total.toFixed(1), requests };
}
