import type { Container } from '@azure/cosmos';
import { describe, expect, test } from 'vitest';
import { serverUnderTest } from '../server-under-test.js';

const statusOf = async (container: Container, id: string) =>
  (await container.item(id, 'p').read()).statusCode;

describe('Documents', () => {
  test('live as long as they say, or as the container says, or for ever', async () => {
    const { container, server } = await serverUnderTest();
    const shop = await container({ defaultTtl: 10_000 });
    await shop.items.create({ id: 'short', pk: 'p', ttl: 1_000 });
    await shop.items.create({ id: 'usual', pk: 'p' });
    await shop.items.create({ id: 'for ever', pk: 'p', ttl: -1 });
    const seen = () => Promise.all(['short', 'usual', 'for ever'].map((id) => statusOf(shop, id)));
    await server.advance(900_000);
    expect(await seen()).toEqual([200, 200, 200]);
    await server.advance(100_000);
    expect(await seen()).toEqual([404, 200, 200]);
    await server.advance(9_000_000);
    expect(await seen()).toEqual([404, 404, 200]);
  });

  test('live for ever in a container without a time to live', async () => {
    const { container, server } = await serverUnderTest();
    const shop = await container();
    await shop.items.create({ id: 'short', pk: 'p', ttl: 10 });
    await server.advance(1_000_000);
    expect(await statusOf(shop, 'short')).toBe(200);
  });

  test('live longer when they are written again', async () => {
    const { container, server } = await serverUnderTest();
    const shop = await container({ defaultTtl: 1_000 });
    await shop.items.create({ id: 'a', pk: 'p' });
    await server.advance(900_000);
    await shop.items.upsert({ id: 'a', pk: 'p' });
    await server.advance(900_000);
    expect(await statusOf(shop, 'a')).toBe(200);
  });

  test('that have expired make room, and are in no query', async () => {
    const { container, server } = await serverUnderTest();
    const shop = await container({ defaultTtl: 10 });
    await shop.items.create({ id: 'a', pk: 'p' });
    await server.advance(11_000);
    expect((await shop.items.query('SELECT * FROM c').fetchAll()).resources).toEqual([]);
    expect((await shop.items.create({ id: 'a', pk: 'p' })).statusCode).toBe(201);
  });

  test('are as old after a restart as before', async () => {
    const { container, server } = await serverUnderTest();
    const shop = await container({ defaultTtl: 10 });
    await shop.items.create({ id: 'a', pk: 'p' });
    await server.advance(11_000);
    await server.restart();
    expect(await statusOf(shop, 'a')).toBe(404);
  });
});
