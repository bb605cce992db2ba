import { describe, expect, it, onTestFinished } from 'vitest';
import type { ShopEvent } from '../../shared/domain/event.js';
import { testServer } from '../support/cosmos-account.js';
import { shopAt } from '../support/cosmos-shop.js';
import { referenceFollower } from './reference-follower.js';
import { changesAfter, event, type Stores } from './store-under-test.js';

const patience = {
  ...{ timeoutMs: 500, budgetMs: 5_000, pauseMs: { first: 1, longest: 20 } },
  ...{ breakAfter: 1_000, restMs: 1 },
};
const someFaults = {
  rate: 0.1,
  kinds: ['429', '449', '503', 'drop', 'session'] as const,
};

describe('The store in Cosmos DB, while one request in ten fails', () => {
  const account = testServer(3);

  async function open(budgetMs = patience.budgetMs) {
    const connection = await account.connect({ patience: { ...patience, budgetMs } });
    onTestFinished(() => connection.close());
    return shopAt(connection);
  }

  /** Connections break before and after a write took effect. */
  async function amid<T>(seed: number, work: () => Promise<T>): Promise<T> {
    await account.server?.faults({ ...someFaults, kinds: [...someFaults.kinds], seed });
    try {
      return await work();
    } finally {
      await account.server?.faults({ rate: 0, kinds: [], seed: 0 });
    }
  }

  const told = async (stores: Stores) => {
    const follower = referenceFollower();
    follower.apply((await changesAfter(stores.changes, undefined, 100)).changes);
    return follower.state();
  };

  it.each([1, 2, 3])('keeps each event once and says once that it is new (%i)', async (seed) => {
    const stores = await open();
    const visits = Array.from({ length: 6 }, (_, visit) =>
      Array.from({ length: 24 }, (_, at) => event(`${visit}-${at}`, { sessionId: `s${visit}` })),
    );
    // Three times each, as clients do who had no answer, and all at the same time.
    const calls = [0, 1, 2].flatMap(() => slices(visits.flat(), 18));
    const answers = await amid(seed, () =>
      Promise.all(calls.map((call) => stores.events.append(call))),
    );
    const isNew = answers.flatMap((answer) => answer.isNew);
    expect(isNew.filter(Boolean)).toHaveLength(6 * 24);
    const { events, sessions } = await told(stores);
    expect(events).toHaveLength(6 * 24);
    expect(sessions).toEqual(visits.map((_, visit) => [`s${visit}`, undefined, 24]));
    for (const { cursor } of answers) {
      const { cursor: reached } = await changesAfter(stores.changes, undefined);
      expect(stores.changes.covers(reached, cursor)).toBe(true);
    }
    for (const [id, , count] of sessions as [string, unknown, number][]) {
      expect(await stores.sessions.get(id)).toMatchObject({ eventCount: count });
    }
  });

  it('reads the whole log, each change once', async () => {
    const stores = await open();
    const all = Array.from({ length: 120 }, (_, at) => event(`${at}`, { sessionId: `s${at % 7}` }));
    await stores.events.append(all);
    const follower = referenceFollower();
    await amid(4, async () => {
      for (let cursor: string | undefined; ; ) {
        const page = await stores.changes.after(cursor, 5);
        follower.apply(page.changes);
        cursor = page.cursor;
        if (!page.hasMore) break;
      }
    });
    expect(follower.state().events).toHaveLength(120);
  });

  it.each([5, 6])('merges and erases to the end, once (%i)', async (seed) => {
    const stores = await open();
    const of = (userId: string, at: number): ShopEvent =>
      event(`${userId}-${at}`, {
        userId,
        ...(at % 2 === 0 && { sessionId: `${userId}-${at % 4}` }),
      });
    const all = ['ann', 'bob', 'guest'].flatMap((id) =>
      Array.from({ length: 12 }, (_, at) => of(id, at)),
    );
    await stores.events.append(all);
    await stores.users.put({ id: 'guest', features: { city: 'Bern' }, createdAt: 1 });
    await amid(seed, async () => {
      await stores.users.merge('guest', 'bob');
      await stores.users.erase('ann');
    });
    const { events } = await told(stores);
    expect(events).toHaveLength(24);
    expect(new Set(events.map((row) => (row as unknown[])[1]))).toEqual(new Set(['bob']));
    expect(await stores.users.get('bob')).toMatchObject({ features: { city: 'Bern' } });
    expect(await stores.users.get('guest')).toBeUndefined();
    expect(await stores.users.erase('bob')).toBe(true);
    expect((await told(stores)).events).toEqual([]);
    expect(await stores.events.count()).toBe(0);
    expect(await stores.sessions.count()).toBe(0);
    const { changes } = await changesAfter(stores.changes, undefined);
    expect(changes.map(({ kind }) => kind)).toEqual(['merged', 'user-erased', 'user-erased']);
  });

  /** Nothing is sent again by itself: the work breaks off where the first fault hits it. */
  async function untilDone(seed: number, work: () => Promise<unknown>): Promise<number> {
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const outcome = await amid(seed + attempt, () => work().then(...settled));
      if (outcome === 'done') return attempt;
    }
    throw new Error('It never ended');
  }
  const settled = [() => 'done' as const, () => 'broken off' as const] as const;

  it('finishes an erasure that broke off, and tells of it once, with all sessions', async () => {
    const stores = await open(0);
    const sessionIds = Array.from({ length: 8 }, (_, at) => `visit ${at}`);
    await stores.events.append(
      sessionIds.flatMap((sessionId) => [
        event(`1 of ${sessionId}`, { sessionId, userId: 'ann' }),
        event(`2 of ${sessionId}`, { sessionId }),
      ]),
    );
    await stores.events.append([event('of bob', { userId: 'bob' })]);
    const attempts = await untilDone(10, () => stores.users.erase('ann'));
    expect(attempts).toBeGreaterThan(0);
    const { changes } = await changesAfter(stores.changes, undefined);
    expect(changes).toEqual([
      { kind: 'event', event: event('of bob', { userId: 'bob' }) },
      { kind: 'user-erased', userId: 'ann', sessionIds },
    ]);
    expect(await stores.sessions.count()).toBe(0);
  });

  it('finishes a merge that broke off, and tells of it once', async () => {
    const stores = await open(0);
    const visits = Array.from({ length: 8 }, (_, at) => `visit ${at}`);
    await stores.users.put({ id: 'guest', features: {}, createdAt: 1 });
    await stores.events.append(
      visits.map((sessionId) => event(sessionId, { sessionId, userId: 'guest' })),
    );
    const attempts = await untilDone(300, () => stores.users.merge('guest', 'ann'));
    expect(attempts).toBeGreaterThan(0);
    const { changes } = await changesAfter(stores.changes, undefined);
    expect(changes.slice(8)).toEqual([{ kind: 'merged', from: 'guest', into: 'ann' }]);
    for (const id of visits) expect((await stores.sessions.get(id))?.userId).toBe('ann');
    expect(await stores.users.get('guest')).toBeUndefined();
    expect(await stores.users.get('ann')).toBeDefined();
  });

  it('keeps what it can of a batch that is refused midway, and takes the rest when asked again', async () => {
    const stores = await open(0);
    let attempts = 0;
    for (const round of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const all = Array.from({ length: 6 }, (_, at) =>
        event(`${round}-${at}`, { sessionId: `s${at % 3}` }),
      );
      attempts += await untilDone(700 * round, () => stores.events.append(all));
      expect((await stores.events.append(all)).isNew).not.toContain(true);
    }
    expect(attempts).toBeGreaterThan(0);
    expect((await told(stores)).events).toHaveLength(8 * 6);
  });
});

function slices<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
    all.slice(at * size, (at + 1) * size),
  );
}
