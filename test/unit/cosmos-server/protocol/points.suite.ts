import { expect } from 'vitest';
import { codeOf, shoe, shoeSuite } from './shoes.js';

const ifMatch = (condition: string) => ({ accessCondition: { type: 'IfMatch', condition } });
const stale = ifMatch('"00000000-0000-0000-0000-000000000000"');

export const pointSuite = shoeSuite('Single documents', (shop, { behaviour }) => {
  const status = async (id: string, pk: string) => (await shop().item(id, pk).read()).statusCode;

  behaviour('a document that exists is not created again', async () => {
    expect(await codeOf(shop().items.create(shoe(0)))).toBe(409);
  });

  behaviour('an upsert creates what is not there, and replaces what is', async () => {
    const fresh = await shop().items.upsert({ id: 'fresh', pk: 'p0', v: 1 });
    const known = await shop().items.upsert({ id: 'fresh', pk: 'p0', v: 2 });
    expect([fresh.statusCode, known.statusCode, known.resource?.['v']]).toEqual([201, 200, 2]);
    await shop().item('fresh', 'p0').delete();
  });

  behaviour('a document carries what the service says of it', async () => {
    const { resource, etag, requestCharge } = await shop().item('i1', 'p1').read();
    expect(resource).toMatchObject({ b: 1, _etag: etag, _rid: expect.any(String) });
    expect(resource?._ts).toBeGreaterThan(1.7e9);
    expect(requestCharge).toBeGreaterThan(0);
  });

  behaviour('an answer carries the token of its session', async () => {
    const { headers } = await shop().item('i1', 'p1').read();
    expect(headers['x-ms-session-token']).toMatch(/^0:-?\d+#\d+/);
  });

  behaviour('what is not there is not found', async () => {
    expect(await status('none', 'p1')).toBe(404);
  });

  behaviour('a document is not found under another partition key', async () => {
    expect(await status('i1', 'p2')).toBe(404);
  });

  behaviour('two partitions may have a document of the same id', async () => {
    await shop().items.upsert({ id: 'twin', pk: 'left', v: 1 });
    await shop().items.upsert({ id: 'twin', pk: 'right', v: 2 });
    expect((await shop().item('twin', 'left').read()).resource).toMatchObject({ v: 1 });
    await shop().item('twin', 'left').delete();
    await shop().item('twin', 'right').delete();
  });

  behaviour('what has not changed is not sent again', async () => {
    const { etag } = await shop().item('i1', 'p1').read();
    const accessCondition = { type: 'IfNoneMatch', condition: etag };
    expect((await shop().item('i1', 'p1').read({ accessCondition })).statusCode).toBe(304);
  });

  behaviour('a replace gives a document another ETag', async () => {
    const { etag } = await shop().item('i4', 'p1').read();
    const replaced = await shop()
      .item('i4', 'p1')
      .replace({ ...shoe(4), r: 1 }, ifMatch(etag));
    expect(replaced.resource?._etag).not.toBe(etag);
  });

  behaviour('a replace with a stale ETag is refused', async () => {
    expect(await codeOf(shop().item('i1', 'p1').replace(shoe(1), stale))).toBe(412);
  });

  behaviour('an upsert with a stale ETag is refused', async () => {
    expect(await codeOf(shop().items.upsert(shoe(1), stale))).toBe(412);
  });

  behaviour('a delete with a stale ETag is refused', async () => {
    expect(await codeOf(shop().item('i1', 'p1').delete(stale))).toBe(412);
  });

  behaviour('what was deleted is not found', async () => {
    await shop().items.create({ id: 'gone', pk: 'p2' });
    await shop().item('gone', 'p2').delete();
    expect(await status('gone', 'p2')).toBe(404);
    expect(await codeOf(shop().item('gone', 'p2').delete())).toBe(404);
  });

  behaviour('ids and texts may have characters of any script', async () => {
    const text = '€'.repeat(10_000);
    await shop().items.upsert({ id: 'ü x_1', pk: 'p0', text });
    expect((await shop().item('ü x_1', 'p0').read()).resource).toMatchObject({ text });
    await shop().item('ü x_1', 'p0').delete();
  });

  behaviour('a document of more than 2 MB is refused', async () => {
    const large = { id: 'large', pk: 'p0', text: 'x'.repeat(2.2e6) };
    expect(await codeOf(shop().items.create(large))).toBe(413);
  });

  behaviour('a vector of the wrong length is stored all the same', async () => {
    const { statusCode } = await shop().items.upsert({ id: 'short', pk: 'p0', emb: [1] });
    expect(statusCode).toBe(201);
    await shop().item('short', 'p0').delete();
  });

  behaviour('a document whose time is over is gone', async () => {
    await shop().items.upsert({ id: 'brief', pk: 'p0', ttl: 1 });
    await expect.poll(() => status('brief', 'p0'), { timeout: 5_000, interval: 100 }).toBe(404);
  });
});
