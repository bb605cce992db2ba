import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  type CosmosConnection,
  openCosmos,
} from '../../shared/adapters/cloud/cosmos/connection.js';
import { createContainers } from '../../shared/adapters/cloud/cosmos/create-containers.js';
import { type CosmosServer, startCosmosServer } from '../support/cosmos-server/start.js';
import { shopAt } from '../support/cosmos-shop.js';
import { RecordedTelemetry } from '../support/recorded-telemetry.js';
import { splitWithin } from '../support/split-partition.js';
import { changesAfter, event, item, type Stores } from './store-under-test.js';

describe('The change log of a shop that has outgrown a physical partition', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cosmos-split-'));
  const file = join(folder, 'account.db');
  let server: CosmosServer;
  beforeAll(async () => {
    server = await startCosmosServer({ file });
    const connection = await connect('maker');
    await createContainers(connection, ['shop', 'state']);
    await connection.close();
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  function connect(tenant: string): Promise<CosmosConnection> {
    const { endpoint, key, database } = server;
    const telemetry = new RecordedTelemetry();
    return openCosmos({ endpoint, key, database, tenant, telemetry, random: () => 0.5 });
  }

  async function open(tenant: string): Promise<Stores> {
    const connection = await connect(tenant);
    onTestFinished(() => connection.close());
    return shopAt(connection);
  }

  const visits = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, at) =>
      event(`${from + at}`, { sessionId: `visit ${from + at}` }),
    );
  const ids = ({ changes }: Awaited<ReturnType<typeof changesAfter>>) =>
    changes.map((change) => (change.kind === 'event' ? change.event.id : change.kind)).toSorted();
  const numbers = (from: number, to: number) =>
    visits(from, to)
      .map(({ id }) => id)
      .toSorted();

  it('is read whole from its start, in pages of any size', async () => {
    splitWithin('large', file);
    const { events, catalog, changes } = await open('large');
    await events.append(visits(0, 60));
    await catalog.upsert([item('mug')]);
    for (const pageSize of [1, 7, 1_000]) {
      expect(ids(await changesAfter(changes, undefined, pageSize))).toEqual(
        [...numbers(0, 60), 'item'].toSorted(),
      );
    }
  });

  it('is read on by another process from any place', async () => {
    splitWithin('shared', file);
    const { events, changes } = await open('shared');
    await events.append(visits(0, 30));
    const read: string[] = [];
    for (let cursor: string | undefined, hasMore = true; hasMore; ) {
      const { changes: log } = await open('shared');
      const page = await log.after(cursor, 7);
      read.push(...ids(page));
      cursor = page.cursor;
      hasMore = page.hasMore;
    }
    expect(read.toSorted()).toEqual(numbers(0, 30));
    expect(ids(await changesAfter(changes, undefined))).toEqual(numbers(0, 30));
  });

  it('goes on where it was when the split comes in between, and tells nothing twice', async () => {
    const { events, changes } = await open('growing');
    await events.append(visits(0, 20));
    const half = await changes.after(undefined, 10);
    const { cursor: before } = await events.append(visits(20, 25));
    splitWithin('growing', file);
    const { cursor: later } = await events.append(visits(25, 40));
    const rest = await changesAfter(changes, half.cursor, 3);
    expect([...ids(half), ...ids(rest)].toSorted()).toEqual(numbers(0, 40));
    expect(changes.covers(half.cursor, later)).toBe(false);
    expect(changes.covers(rest.cursor, before)).toBe(true);
    expect(changes.covers(rest.cursor, later)).toBe(true);
    const { changes: elsewhere } = await open('growing');
    expect(ids(await changesAfter(elsewhere, half.cursor, 3))).toEqual(ids(rest));
  });

  it('costs one request for each part when nothing is new', async () => {
    const parts = splitWithin('quiet', file);
    const { events, changes } = await open('quiet');
    await events.append(visits(0, 30));
    const { cursor: end } = await changesAfter(changes, undefined);
    const { cursor } = await changes.after(end, 100);
    await server.charges();
    expect(await changes.after(cursor, 100)).toEqual({ changes: [], cursor, hasMore: false });
    const charges = await server.charges();
    expect(charges.map(({ operation }) => operation)).toEqual(parts.map(() => 'ChangeFeed'));
  });

  it('tells a merge and an erasure after what they concern, to the second', async () => {
    splitWithin('ordered', file);
    const { events, users, changes } = await open('ordered');
    await events.append(visits(0, 12));
    await server.advance(1_000);
    await users.merge('visit 3', 'ann');
    await server.advance(1_000);
    await users.erase('ann');
    const { changes: told } = await changesAfter(changes, undefined, 2);
    expect(told.slice(-2)).toEqual([
      { kind: 'merged', from: 'visit 3', into: 'ann' },
      { kind: 'user-erased', userId: 'ann', sessionIds: ['visit 3'] },
    ]);
    expect(told).toHaveLength(13);
  });
});
