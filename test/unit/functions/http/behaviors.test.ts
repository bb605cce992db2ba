import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocal } from '../../../../functions/host/start-local.js';
import { behaviorTrigger } from '../../../../functions/http/behaviors.js';
import { makeOpenSession } from '../../../../functions/http/edge/session.js';
import { behaviorTypes } from '../../../../shared/domain/event.js';
import { makeRecordBehavior } from '../../../../shared/use-cases/behaviors/record-behavior.js';
import { call } from '../../../support/call.js';
import { openRecommendingShop } from '../../../support/recommending-shop.js';

const session = { 'x-session-id': '0b7c4f0e-6c1d-4c7e-9a55-2f8f3f0f7f11' };

let served: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

async function serve() {
  const shop = await openRecommendingShop(24, 12);
  const { common, store, ingestEvents } = shop;
  const recordBehavior = makeRecordBehavior({ ...common, ...store, ingestEvents });
  const openSession = makeOpenSession(60_000);
  const trigger = behaviorTrigger({ ...shop.dependencies, recordBehavior, openSession });
  const server = await startLocal(
    { ...shop, triggers: [...shop.triggers, trigger] },
    { host: '127.0.0.1', port: 0 },
  );
  return {
    ...shop,
    origin: server.origin,
    async close() {
      await server.close();
      await shop.close();
    },
  };
}

const post = (body: unknown, headers: Readonly<Record<string, string>> = session) =>
  call(served, 'POST', '/v1/customers/behaviors', body, headers);
const stepsOf = (sessionId: string) => served.models.histories.ofSession(sessionId, 100) ?? [];

describe('POST /v1/customers/behaviors', () => {
  it.each(behaviorTypes)('records %s and says what the name was taken for', async (event) => {
    const before = stepsOf(session['x-session-id']).length;
    const { status, body } = await post({ name: 'mugs 6', event });
    expect(status).toBe(201);
    expect(body).toEqual({
      ...{ item_id: '6', name: 'mugs 6', match: 'exact', consistency: expect.any(String) },
    });
    expect(stepsOf(session['x-session-id'])).toHaveLength(before + 1);
  });

  it('says how alike a similar name is', async () => {
    const { body } = await post({ name: 'Mgus 6', event: 'item_view' });
    expect(body).toMatchObject({ item_id: '6', name: 'mugs 6', match: 'similar' });
    expect(body).toHaveProperty('similarity', 0.8);
  });

  it('gives a token with which the next recommendation is certain to see it', async () => {
    const { body } = await post({ name: 'Something else', event: 'buy_comp' });
    expect(body).toMatchObject({ match: 'new', name: 'Something else' });
    const { consistency } = body as { readonly consistency: string };
    const headers = { 'x-consistency-token': consistency };
    const path = `/recommendations/${session['x-session-id']}`;
    expect((await call(served, 'GET', path, undefined, headers)).status).toBe(200);
  });

  it('begins a session with a cookie, and goes on with it', async () => {
    const first = await post({ name: 'mugs 0', event: 'item_view' }, {});
    const cookie = first.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
    expect(cookie).toMatch(/^sid=/);
    const sessions = await served.store.sessions.count();
    expect((await post({ name: 'mugs 6', event: 'item_like' }, { cookie })).status).toBe(201);
    expect(await served.store.sessions.count()).toBe(sessions);
    expect((await post({ name: 'mugs 6', event: 'item_like' }, {})).status).toBe(201);
    expect(await served.store.sessions.count()).toBe(sessions + 1);
  });

  it.each([
    ['without a name', { event: 'item_view' }, 'name'],
    ['with an empty name', { name: '', event: 'item_view' }, 'name'],
    ['with a name of spaces', { name: ' \u200b\u3000', event: 'item_view' }, 'name'],
    ['with a name of 10,000 characters', { name: 'x'.repeat(10_000), event: 'item_view' }, 'name'],
    ['with a name that is no text', { name: 7, event: 'item_view' }, 'name'],
    ['with control characters in its name', { name: 'a\u0000b', event: 'item_view' }, 'name'],
    ['without an event', { name: 'mugs 6' }, 'event'],
    ['with an event of the shop that is none of the six', { name: 'm', event: 'view' }, 'event'],
    ['with an unknown field', { name: 'mugs 6', event: 'item_view', user: 'u1' }, 'user'],
  ])('refuses a behaviour %s, and changes nothing', async (_, body, path) => {
    const before = [await served.store.events.count(), await served.store.catalog.count()];
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ errors: [{ path }] });
    expect([await served.store.events.count(), await served.store.catalog.count()]).toEqual(before);
  });

  it('lists the six events where it is given another', async () => {
    const { body } = await post({ name: 'mugs 6', event: 'stare' });
    const { detail } = body as { readonly detail: string };
    for (const type of behaviorTypes) expect(detail).toContain(`"${type}"`);
    expect(detail).toContain('got "stare"');
  });

  it('refuses a session id that could be guessed', async () => {
    const { status, body } = await post(
      { name: 'mugs 6', event: 'item_view' },
      { 'x-session-id': '1' },
    );
    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ path: 'x-session-id' }] });
  });
});
