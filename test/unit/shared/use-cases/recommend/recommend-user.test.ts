import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../../../shared/domain/errors.js';
import type { Recommender } from '../../../../../shared/ports/recommender.js';
import { makeRecommendUser } from '../../../../../shared/use-cases/recommend/recommend-user.js';
import { openRecommendingShop } from '../../../../support/recommending-shop.js';
import { RecordedTelemetry } from '../../../../support/recorded-telemetry.js';

let shop: Awaited<ReturnType<typeof openRecommendingShop>>;
beforeAll(async () => {
  shop = await openRecommendingShop();
});
afterAll(() => shop.close());

const event = fc.record({
  userId: fc.constantFrom('pager', 'other'),
  item: fc.nat({ max: 119 }),
  type: fc.constantFrom('view', 'cart', 'order', 'like'),
});
interface Happening {
  readonly userId: string;
  readonly item: number;
  readonly type: string;
}

async function happen({ userId, item, type }: Happening): Promise<void> {
  const ts = Date.now();
  await shop.store.events.append([{ id: randomUUID(), userId, itemId: String(item), type, ts }]);
  await shop.followChanges.catchUp();
}

describe('makeRecommendUser', () => {
  it('pages without repeating or skipping, whatever happens between the pages', async () => {
    const options = fc.record({ diversity: fc.constantFrom(0, 0.2, 1) });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 7, max: 100 }),
        options,
        fc.array(event, { maxLength: 6 }),
        async (limit, options, happenings) => {
          const ask = (offset: number) =>
            shop.recommendUser({ userId: 'pager', limit, offset, options });
          const first = await ask(0);
          const pages = [first];
          for (let offset = limit; pages.at(-1)?.hasMore; offset += limit) {
            const next = happenings[pages.length - 1];
            if (next) await happen(next);
            pages.push(await ask(offset));
          }
          const ids = pages.flatMap((page) => page.recommendations.map(({ item }) => item.id));
          expect(new Set(ids).size).toBe(ids.length);
          expect(ids).toHaveLength(first.total);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('leaves out of a later page what the shopper dismissed since', async () => {
    const ask = async () => {
      const request = { userId: 'u5', limit: 5, offset: 5, options: {} };
      return (await shop.recommendUser(request)).recommendations.map(({ item }) => item.id);
    };
    const [first, ...rest] = await ask();
    await happen({ userId: 'u5', item: Number(first), type: 'dismiss' });
    expect(await ask()).toEqual(rest);
  });

  it('makes a first page anew after each event of the shopper, and only then', async () => {
    const ask = async () =>
      (await shop.recommendUser({ userId: 'pager', limit: 5, offset: 0, options: {} }))
        .recommendationId;
    const before = await ask();
    await happen({ userId: 'other', item: 3, type: 'view' });
    expect(await ask()).toBe(before);
    await happen({ userId: 'pager', item: 3, type: 'view' });
    expect(await ask()).not.toBe(before);
  });

  it('keeps lists of other shoppers and other wishes apart', async () => {
    const id = async (userId: string, options: object) =>
      (await shop.recommendUser({ userId, limit: 5, offset: 0, options })).recommendationId;
    const ids = [
      await id('u1', {}),
      await id('u2', {}),
      await id('u1', { diversity: 1 }),
      await id('u1', { exclude: ['1'] }),
      await id('["u1",{}]', {}),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(await id('u1', {})).toBe(ids[0]);
  });

  it('makes a list anew once another version of the models serves', async () => {
    let version = 'v1';
    const ensemble = () => ({ ...shop.models, version });
    const recommendUser = makeRecommendUser({ ...shop.common, ensemble });
    const ask = async (offset: number) =>
      (await recommendUser({ userId: 'u7', limit: 5, offset, options: {} })).recommendationId;
    const first = await ask(0);
    expect(await ask(0)).toBe(first);
    version = 'v2';
    expect(await ask(5)).toBe(first);
    expect(await ask(0)).not.toBe(first);
  });

  it('tells the models what is known of the user beside events', async () => {
    await shop.store.users.put({ id: 'known', features: { role: 'maker' }, createdAt: 0 });
    const asked: (readonly string[] | undefined)[] = [];
    const blend: Recommender = {
      name: 'blend',
      async recommend({ traits }) {
        asked.push(traits);
        return [];
      },
    };
    const ensemble = () => ({ ...shop.models, recommenders: new Map([['blend' as const, blend]]) });
    const recommendUser = makeRecommendUser({ ...shop.common, ensemble });
    for (const userId of ['known', 'stranger']) {
      await recommendUser({ userId, limit: 5, offset: 0, options: {} });
    }
    expect(asked).toEqual([['role=maker'], []]);
  });

  it.each(['unavailable', 'overloaded'] as const)(
    'makes a list without features where the store of users is %s',
    async (code) => {
      const telemetry = new RecordedTelemetry();
      const get = () => Promise.reject(new AppError(code, 'not now'));
      const users = { ...shop.common.users, get };
      const recommendUser = makeRecommendUser({ ...shop.common, users, telemetry });
      const userId = `reader of ${code}`;
      const { recommendations } = await recommendUser({ userId, limit: 5, offset: 0, options: {} });
      expect(recommendations).toHaveLength(5);
      expect(telemetry.events).toEqual(['shopper was ranked for without features']);
    },
  );

  it('makes no list where what is kept of the user cannot be read', async () => {
    const users = { ...shop.common.users, get: () => Promise.reject(new Error('damaged')) };
    const recommendUser = makeRecommendUser({ ...shop.common, users });
    const asked = recommendUser({ userId: 'damaged', limit: 5, offset: 0, options: {} });
    await expect(asked).rejects.toThrow('damaged');
  });

  it('waits a second for what is known of a user and no longer', async () => {
    const users = { ...shop.common.users, get: () => new Promise<never>(() => undefined) };
    const recommendUser = makeRecommendUser({ ...shop.common, users });
    const asked = recommendUser({ userId: 'slow', limit: 5, offset: 0, options: {} });
    expect((await asked).recommendations).toHaveLength(5);
  });
});
