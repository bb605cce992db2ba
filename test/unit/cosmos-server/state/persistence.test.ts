import type { Container } from '@azure/cosmos';
import { describe, expect, test } from 'vitest';
import { serverUnderTest, tenants } from '../server-under-test.js';

const writers = 8;
const enough = 120;

/** Writes pairs in transactions until the server is gone; `acknowledged` grows with each answer. */
async function writePairs(shop: Container, writer: number, acknowledged: string[]): Promise<void> {
  const [tenant, pk] = [`t${writer}`, 'p'];
  for (let index = 0; ; index++) {
    const ids = ['left', 'right'].map((side) => `${writer}-${index}-${side}`);
    const operations = ids.map((id) => ({
      operationType: 'Create' as const,
      resourceBody: { id, tenant, pk },
    }));
    const answer = await shop.items.batch(operations, [tenant, pk]).catch(() => undefined);
    if (answer === undefined) return;
    acknowledged.push(...ids);
  }
}

async function idsIn(shop: Container): Promise<ReadonlySet<string>> {
  const { resources } = await shop.items.query<string>('SELECT VALUE c.id FROM c').fetchAll();
  return new Set(resources);
}

describe('A server in a process of its own', () => {
  test('has all that it acknowledged after it was killed, and no half of a transaction', async () => {
    const { container, server } = await serverUnderTest({ separateProcess: true });
    const shop = await container(tenants);
    const acknowledged: string[] = [];
    const running = Array.from({ length: writers }, (_, each) =>
      writePairs(shop, each, acknowledged),
    );
    await expect.poll(() => acknowledged.length, { timeout: 15_000 }).toBeGreaterThan(enough);
    await server.kill();
    await Promise.all(running);
    await server.restart();
    const found = await idsIn(shop);
    expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
    const sides = [...found].map((id) => id.split('-').at(-1));
    const count = (side: string) => sides.filter((each) => each === side).length;
    expect(count('left')).toBe(count('right'));
  });

  test('numbers its writes on where it was', async () => {
    const { container, server } = await serverUnderTest({ separateProcess: true });
    const shop = await container();
    const write = async (v: number) => {
      const { headers } = await shop.items.upsert({ id: 'a', pk: 'p', v });
      return { lsn: Number(headers['lsn']), etag: String(headers['etag']) };
    };
    const before = await write(1);
    await server.restart();
    const after = await write(2);
    expect(after.lsn).toBe(before.lsn + 1);
    expect(after.etag).not.toBe(before.etag);
  });
});

describe('A server in this process', () => {
  test('keeps what it has in memory over a restart, at the same address', async () => {
    const { container, server } = await serverUnderTest();
    const shop = await container();
    await shop.items.create({ id: 'a', pk: 'p' });
    await server.kill();
    await expect(shop.item('a', 'p').read()).rejects.toThrow();
    await server.restart();
    expect((await shop.item('a', 'p').read()).statusCode).toBe(200);
  });
});
