import type { Container } from '@azure/cosmos';
import { describe, expect, test } from 'vitest';
import { FaultPlan } from '../../../support/cosmos-server/faults/faults.js';
import { serverUnderTest } from '../server-under-test.js';

const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: { code?: unknown; substatus?: unknown; retryAfterInMs?: number }) => error,
  );

const always = (kind: '429' | '449' | '503' | 'timeout' | 'drop' | 'session', seed = 1) => ({
  rate: 1,
  kinds: [kind],
  seed,
});
const never = { rate: 0, kinds: [], seed: 1 };

const create = (shop: Container, id: string) => shop.items.create({ id, pk: 'p' });
const idsIn = async (shop: Container) =>
  (await shop.items.query('SELECT VALUE c.id FROM c').fetchAll()).resources;

describe('Injected faults', () => {
  test('are 429 with the time to wait', async () => {
    const { container, server } = await serverUnderTest();
    const shop = await container();
    await server.faults(always('429'));
    const error = await failure(create(shop, 'a'));
    expect(error).toMatchObject({ code: 429, substatus: 3200 });
    expect(error?.retryAfterInMs).toBeGreaterThan(0);
    await server.faults(never);
    expect(await idsIn(shop)).toEqual([]);
  });

  test.each(['449', '503'] as const)('are %s, without effect', async (kind) => {
    const { container, server } = await serverUnderTest();
    const shop = await container();
    await server.faults(always(kind));
    expect(await failure(create(shop, 'a'))).toMatchObject({ code: Number(kind) });
    await server.faults(never);
    expect(await idsIn(shop)).toEqual([]);
  });

  test.each(['drop', 'timeout'] as const)(
    'by %s come before and after the effect',
    async (kind) => {
      const { container, server } = await serverUnderTest();
      const shop = await container();
      await server.faults(always(kind, 4));
      const ids = Array.from({ length: 8 }, (_, index) => `i${index}`);
      const failures = await Promise.all(ids.map((id) => failure(create(shop, id))));
      expect(failures.every((each) => each !== undefined)).toBe(true);
      await server.faults(never);
      const written = (await idsIn(shop)).length;
      expect(written).toBeGreaterThan(0);
      expect(written).toBeLessThan(8);
    },
  );

  test('by drop tell nobody that a request was refused', async () => {
    const { container, server } = await serverUnderTest();
    const shop = await container();
    await create(shop, 'a');
    await server.faults(always('drop', 4));
    const failures = await Promise.all(Array.from({ length: 8 }, () => failure(create(shop, 'a'))));
    expect(failures.map((error) => error?.code)).not.toContain(409);
  });

  test('go on after a restart', async () => {
    const { container, server } = await serverUnderTest({ separateProcess: true });
    const shop = await container();
    await server.faults(always('503'));
    await server.restart();
    expect(await failure(create(shop, 'a'))).toMatchObject({ code: 503 });
  });

  test('are reads of a replica that lags behind', async () => {
    const { container, server } = await serverUnderTest();
    const shop = await container();
    await create(shop, 'a');
    await server.faults(always('session'));
    const options = { sessionToken: '0:-1#1' };
    const { statusCode, substatus } = await shop.item('a', 'p').read(options);
    expect([statusCode, substatus]).toEqual([404, 1002]);
  });

  test('refuse some of the operations of bulk and not the others', async () => {
    const { container, server } = await serverUnderTest();
    const shop = await container();
    // The whole of the request is spared by this seed.
    await server.faults({ rate: 0.3, kinds: ['429'], seed: 2 });
    const operations = Array.from({ length: 20 }, (_, index) => ({
      operationType: 'Create' as const,
      partitionKey: 'p',
      resourceBody: { id: `i${index}`, pk: 'p' },
    }));
    const found = await shop.items.executeBulkOperations(operations);
    await server.faults(never);
    const written = found.flatMap(({ response }) => (response?.statusCode === 201 ? [1] : []));
    const refused = found.flatMap(({ error }) => (error?.code === 429 ? [1] : []));
    expect(refused.length).toBeGreaterThan(0);
    expect(written.length + refused.length).toBe(20);
    expect(await idsIn(shop)).toHaveLength(written.length);
  });

  test('come as often as asked, and the same with the same seed', () => {
    const draw = (seed: number) => {
      const plan = new FaultPlan({ rate: 0.1, kinds: ['429', 'drop'], seed });
      return Array.from({ length: 5_000 }, () => plan.next(() => true));
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    const hits = draw(7).filter((fault) => fault !== undefined);
    expect(hits.length).toBeGreaterThan(400);
    expect(hits.length).toBeLessThan(600);
    expect(new Set(hits.map(({ kind }) => kind))).toEqual(new Set(['429', 'drop']));
  });
});

describe('A session', () => {
  test('that has seen more than there is finds no replica', async () => {
    const { container } = await serverUnderTest();
    const shop = await container();
    await create(shop, 'a');
    const ahead = await shop.item('a', 'p').read({ sessionToken: '0:-1#1000' });
    expect([ahead.statusCode, ahead.substatus]).toEqual([404, 1002]);
    const { headers } = await shop.item('a', 'p').read();
    const sessionToken = String(headers['x-ms-session-token']);
    expect((await shop.item('a', 'p').read({ sessionToken })).statusCode).toBe(200);
  });
});
