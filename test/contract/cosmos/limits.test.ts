import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CosmosConnection } from '../../../shared/adapters/cloud/cosmos/connection.js';
import { cosmosCostMeter } from '../../../shared/adapters/cloud/cosmos/cost-meter.js';
import { cosmosTaskStore } from '../../../shared/adapters/cloud/cosmos/tasks/task-store.js';
import { openCosmosVectors } from '../../../shared/adapters/cloud/cosmos/vectors/open-vectors.js';
import type { TaskStore } from '../../../shared/ports/task-store.js';
import { testServer } from '../../support/cosmos-account.js';
import { done, task } from '../task-store/task-store-under-test.js';
import { made, spaceOf } from '../vectors.js';

const account = testServer(1, { dimensions: { text: 2, image: 3 } });
let connection: CosmosConnection;
beforeEach(async () => {
  connection = await account.connect();
});
afterEach(() => connection.close());

const requestUnits = async (work: () => Promise<unknown>) =>
  (await cosmosCostMeter().measure(work)).requestUnits;

describe('Tasks on Cosmos DB', () => {
  let tasks: TaskStore;
  beforeEach(() => {
    tasks = cosmosTaskStore(connection, { newId: randomUUID });
  });

  it('are refused where their record has more than two megabytes, before anything is sent', async () => {
    const request = { text: 'é'.repeat(1_100_000) };
    const tooLarge = { code: 'too-large', message: expect.stringContaining('t') };
    const cost = await requestUnits(() =>
      expect(tasks.start(task('t', { request }), 'supersede')).rejects.toMatchObject(tooLarge),
    );
    expect(cost).toBeLessThan(4);
    await tasks.start(task('t'), 'supersede');
    const ended = done(task('t'), { result: request });
    expect(
      await requestUnits(() => expect(tasks.replace(ended)).rejects.toMatchObject(tooLarge)),
    ).toBe(0);
  });

  it('are forgotten by the service once they have ended and been kept long enough', async () => {
    await tasks.start(task('ended'), 'supersede');
    await tasks.start(task('pending', { owner: 'bob' }), 'supersede');
    const first = task('ended');
    await tasks.replace(
      done(first, { endedAt: first.createdAt, expiresAt: first.createdAt + 9e4 }),
    );
    await account.server?.advance(80_000);
    expect(await tasks.get('ended')).toBeDefined();
    await account.server?.advance(20_000);
    expect(await tasks.get('ended')).toBeUndefined();
    await account.server?.advance(30 * 86_400_000);
    expect((await tasks.get('pending'))?.status).toBe('pending');
    expect(await tasks.removeExpired(Number.MAX_SAFE_INTEGER)).toBe(0);
  });

  it('of one tenant are nobody else’s, though ids, owners and keys are the same', async () => {
    const idempotency = { key: 'k', fingerprint: 'f' };
    const stranger = await account.connect();
    const theirs = cosmosTaskStore(stranger, { newId: randomUUID });
    await tasks.start({ ...task('t'), idempotency, stage: 'ours' }, 'single');
    expect(await theirs.get('t')).toBeUndefined();
    expect((await theirs.list({ limit: 10 })).tasks).toEqual([]);
    const started = await theirs.start({ ...task('t'), idempotency, stage: 'theirs' }, 'single');
    expect(started.kind).toBe('created');
    expect((await tasks.get('t'))?.stage).toBe('ours');
    expect(await theirs.countPending(['recommend-v1'])).toBe(1);
    expect(await tasks.removeExpired(Number.MAX_SAFE_INTEGER)).toBe(0);
    await stranger.close();
  });

  it('are read by one request unit once this process has met them', async () => {
    await tasks.start(task('t'), 'supersede');
    expect(await requestUnits(() => tasks.get('t'))).toBeLessThanOrEqual(1);
    const elsewhere = cosmosTaskStore(connection, { newId: randomUUID });
    expect(await requestUnits(() => elsewhere.get('t'))).toBeGreaterThan(1);
    expect(await requestUnits(() => elsewhere.get('t'))).toBeLessThanOrEqual(1);
  });
});

describe('Vectors on Cosmos DB', () => {
  it('of a length that no container takes are refused, and named', async () => {
    const { vectors } = openCosmosVectors(connection, { newId: randomUUID });
    const space = spaceOf(5);
    const conflict = { code: 'conflict', message: expect.stringContaining('vectors-text of 2') };
    await expect(vectors.put(space, [made('a', [1, 2, 3, 4, 5])])).rejects.toMatchObject(conflict);
    await expect(vectors.activate('text', space)).rejects.toMatchObject(conflict);
    expect(await vectors.spaces()).toEqual([]);
  });

  it('that were removed leave no trace after a month', async () => {
    const { vectors } = openCosmosVectors(connection, { newId: randomUUID });
    const space = spaceOf(2);
    await vectors.put(space, [made('a', [1, 2]), made('b', [1, 2])]);
    await vectors.remove(space, ['a']);
    expect((await vectors.changesAfter(space, undefined, 10)).removed).toEqual(['a']);
    await account.server?.advance(31 * 86_400_000);
    const { put, removed } = await vectors.changesAfter(space, undefined, 10);
    expect({ ids: put.itemIds, removed }).toEqual({ ids: ['b'], removed: [] });
  });

  it('of one tenant are nobody else’s, though their spaces are the same', async () => {
    const stranger = await account.connect();
    const { vectors: ours } = openCosmosVectors(connection, { newId: randomUUID });
    const { vectors: theirs } = openCosmosVectors(stranger, { newId: randomUUID });
    const space = spaceOf(2);
    await ours.put(space, [made('a', [1, 2])]);
    await theirs.put(space, [made('b', [1, 2])]);
    expect((await theirs.changesAfter(space, undefined, 10)).put.itemIds).toEqual(['b']);
    await theirs.dropSpace(space);
    expect(await ours.spaces()).toEqual([{ space, size: 1 }]);
    expect((await ours.facts(space, ['a', 'b'])).size).toBe(1);
    await stranger.close();
  });

  it('cost next to nothing to follow while nothing changes', async () => {
    const { vectors } = openCosmosVectors(connection, { newId: randomUUID });
    const space = spaceOf(2);
    await vectors.put(space, [made('a', [1, 2])]);
    const { cursor } = await vectors.changesAfter(space, undefined, 10);
    expect(await requestUnits(() => vectors.changesAfter(space, cursor, 10))).toBeLessThan(4);
  });
});
