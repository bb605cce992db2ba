import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from '../../../../shared/ports/change-log.js';
import { happened, hourMs, ids, item, now, shopOf, visit } from './shop.js';

type Models = ReturnType<typeof shopOf>;

const itemNames = ['a', 'b', 'c', 'd', 'e'];

/** All that the models say of a small shop. */
async function everything(models: Models): Promise<unknown> {
  const accept = () => true;
  const answers: unknown[] = [];
  for (const id of itemNames) {
    const history = [{ itemId: id, kind: 'view' as const, ts: now }];
    const query = { history, count: 10, now, accept };
    for (const recommender of models.recommenders.values()) {
      answers.push([recommender.name, id, await recommender.recommend(query)]);
    }
    answers.push(
      await models.sessions.rank({ ...query, weights: { clicks: 0.1, carts: 0.3, orders: 1 } }),
    );
    answers.push(models.lists.similar(id, query), models.lists.boughtTogether(id, query));
  }
  const list = { count: 10, now, accept };
  answers.push(models.lists.popular(list), models.lists.trending(list), models.lists.latest(list));
  answers.push(['u0', 'u1', 'u2'].map((user) => models.histories.ofUser(user, 100)));
  return rounded(answers);
}

/** Scores to nine digits: sums may differ in the last by the order they were added in. */
function rounded(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, part) =>
      typeof part === 'number' && !Number.isInteger(part) ? Number(part.toPrecision(9)) : part,
    ),
  );
}

const anEvent = fc.record({
  user: fc.integer({ min: 0, max: 2 }),
  session: fc.integer({ min: 0, max: 5 }),
  item: fc.constantFrom(...itemNames),
  type: fc.constantFrom('view', 'view', 'cart', 'order', 'dismiss'),
  minute: fc.integer({ min: 0, max: 5_000 }),
  isInSession: fc.boolean(),
});

const events = fc.array(anEvent, { maxLength: 60 }).map((all) =>
  all.map(({ user, session, item: itemId, type, minute, isInSession }) =>
    happened({
      userId: `u${user}`,
      // A session is one user's here: which of several a shared one belongs to depends on the order of arrival.
      ...(isInSession ? { sessionId: `s${user}-${session}` } : {}),
      itemId,
      type,
      ts: now - minute * 60_000,
    }),
  ),
);

const catalogue = itemNames.map((id) => item(id, { categories: ['All'], name: `thing ${id}` }));

function isOf(user: string): (change: Change) => boolean {
  return (change) => change.kind === 'event' && change.event.userId === user;
}

describe('counting models', () => {
  it('say the same whether they learned event by event, asked in between, or all at once', async () => {
    await fc.assert(
      fc.asyncProperty(events, async (changes) => {
        const patient = shopOf(catalogue);
        for (const change of changes) {
          patient.follower.apply([change]);
          patient.lists.popular({ count: 3, now, accept: () => true });
          patient.lists.similar('a', { count: 3, now, accept: () => true });
        }
        expect(await everything(patient)).toEqual(await everything(shopOf(catalogue, changes)));
      }),
      { numRuns: 40 },
    );
  });

  it('count an erased user nowhere, as if the user had never been', async () => {
    await fc.assert(
      fc.asyncProperty(events, async (changes) => {
        const models = shopOf(catalogue, changes);
        await everything(models);
        const sessionIds = [0, 1, 2, 3, 4, 5].map((session) => `s0-${session}`);
        models.follower.apply([{ kind: 'user-erased', userId: 'u0', sessionIds }]);
        const left = changes.filter((change) => !isOf('u0')(change));
        expect(await everything(models)).toEqual(await everything(shopOf(catalogue, left)));
        for (const id of sessionIds) expect(models.histories.ofSession(id, 9)).toBeUndefined();
      }),
      { numRuns: 40 },
    );
  });

  it('count a merged user as if the events had been the other user’s all along', async () => {
    await fc.assert(
      fc.asyncProperty(events, async (changes) => {
        const models = shopOf(catalogue, happened({ userId: 'u1', itemId: 'a' }), changes);
        await everything(models);
        models.follower.apply([{ kind: 'merged', from: 'u0', into: 'u1' }]);
        const renamed = changes.map((change) =>
          change.kind === 'event' && isOf('u0')(change)
            ? { ...change, event: { ...change.event, userId: 'u1' } }
            : change,
        );
        const rebuilt = shopOf(catalogue, happened({ userId: 'u1', itemId: 'a' }), renamed);
        expect(await everything(models)).toEqual(await everything(rebuilt));
      }),
      { numRuns: 40 },
    );
  });

  it('know an event in the very next answer', async () => {
    const models = shopOf(catalogue, visit('s1', 'a b'));
    const blend = models.recommenders.get('blend');
    const ask = async () => {
      const history = models.histories.ofSession('mine', 10) ?? [];
      const seen = new Set(history.map((step) => step.itemId));
      const query = { history, count: 1, now, accept: (id: string) => !seen.has(id) };
      return blend?.recommend(query);
    };
    models.follower.apply([happened({ sessionId: 'mine', itemId: 'a' })]);
    expect(await ask()).toMatchObject([{ itemId: 'b', reason: { because: 'a' } }]);
    models.follower.apply([
      happened({ sessionId: 'mine', itemId: 'c' }),
      ...visit('s2', 'c e'),
      ...visit('s3', 'c e'),
    ]);
    expect(await ask()).toMatchObject([{ itemId: 'e', reason: { because: 'c' } }]);
  });

  it('stay exact for late events that arrive far out of order', async () => {
    const steps = Array.from({ length: 300 }, (_, step) =>
      happened({
        userId: 'u0',
        itemId: itemNames[(step * step) % 5] ?? 'a',
        ts: now - ((step * 7_919) % 300) * hourMs,
      }),
    );
    const inOrder = [...steps].sort((a, b) =>
      a.kind === 'event' && b.kind === 'event' ? a.event.ts - b.event.ts : 0,
    );
    const late = shopOf(catalogue, steps);
    expect(await everything(late)).toEqual(await everything(shopOf(catalogue, inOrder)));
  });
});

describe('histories', () => {
  it('are a user’s own events and those of their sessions, oldest first, the last that are asked', () => {
    const models = shopOf(
      happened({ userId: 'u0', itemId: 'second', ts: now - 2 }),
      happened({ sessionId: 's', itemId: 'first', ts: now - 3 }),
      happened({ sessionId: 's', userId: 'u0', itemId: 'third', type: 'cart', ts: now - 1 }),
      happened({ userId: 'u0', itemId: 'fourth', type: 'dismiss', ts: now }),
      happened({ userId: 'u1', itemId: 'other' }),
    );
    const all = models.histories.ofUser('u0', 10) ?? [];
    expect(ids(all)).toEqual(['first', 'second', 'third', 'fourth']);
    expect(all[2]).toEqual({ itemId: 'third', kind: 'cart', ts: now - 1 });
    expect(all[3]?.kind).toBe('dismiss');
    expect(ids(models.histories.ofUser('u0', 2) ?? [])).toEqual(['third', 'fourth']);
    expect(ids(models.histories.ofSession('s', 10) ?? [])).toEqual(['first', 'third']);
    expect(models.histories.ofUser('nobody', 10)).toBeUndefined();
    expect(models.histories.ofSession('none', 10)).toBeUndefined();
    expect(models.stats()).toEqual({ items: 0, events: 4, users: 2, sessions: 1 });
  });

  it('give a merged session to its user, and once is enough', () => {
    const models = shopOf(happened({ sessionId: 's', itemId: 'a' }), visit('t', 'b'));
    const merged: Change = { kind: 'merged', from: 's', into: 'u9' };
    models.follower.apply([merged, merged, { kind: 'merged', from: 'u9', into: 'u9' }]);
    expect(ids(models.histories.ofUser('u9', 10) ?? [])).toEqual(['a']);
    models.follower.apply([{ kind: 'merged', from: 'unheard-of', into: 'u9' }]);
    expect(ids(models.histories.ofUser('u9', 10) ?? [])).toEqual(['a']);
  });

  it('part a session that two users share, so that erasing one leaves the other', () => {
    const models = shopOf(
      happened({ sessionId: 's', userId: 'u0', itemId: 'hers' }),
      happened({ sessionId: 's', userId: 'u1', itemId: 'his', type: 'dismiss' }),
      happened({ sessionId: 's', itemId: 'nameless' }),
    );
    expect(ids(models.histories.ofUser('u0', 10) ?? [])).toEqual(['hers']);
    expect(ids(models.histories.ofSession('s', 10) ?? [])).toEqual(['hers', 'his', 'nameless']);
    models.follower.apply([{ kind: 'user-erased', userId: 'u0', sessionIds: ['s'] }]);
    expect(ids(models.histories.ofSession('s', 10) ?? [])).toEqual(['his', 'nameless']);
    expect(models.histories.ofUser('u0', 10)).toBeUndefined();
    models.follower.apply([{ kind: 'user-erased', userId: 'u1', sessionIds: ['s'] }]);
    expect(models.histories.ofSession('s', 10)).toBeUndefined();
    expect(models.stats().events).toBe(0);
  });
});
