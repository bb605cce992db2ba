import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lengthsOf, PoolsUnderTest, slowTexts, until } from './pools-under-test.js';

let pools: PoolsUnderTest;
beforeEach(() => {
  pools = new PoolsUnderTest();
});
afterEach(() => pools.close());

describe('An encoder in threads', () => {
  it('starts with the first request and answers in its order', async () => {
    const pool = pools.open();
    expect(pools.threads).toHaveLength(0);
    expect(await lengthsOf(pool, ['ccc', 'a', 'bb', 'dddd', ''])).toEqual([3, 1, 2, 4, 0]);
    expect(pools.threads).toHaveLength(1);
  });

  it('answers nothing with nothing, and starts no thread for it', async () => {
    const nothing = { vectors: new Float32Array(0), truncated: [] };
    expect(await pools.open().encode({ texts: [] })).toEqual(nothing);
    expect(pools.threads).toHaveLength(0);
  });

  it('starts further threads only while all are full, and no more than it may', async () => {
    const pool = pools.open({ threads: 2 });
    for (let at = 0; at < 5; at += 1) await lengthsOf(pool, ['a']);
    expect(pools.threads).toHaveLength(1);
    const slow = pool.encode({ texts: slowTexts(16) });
    await until(() => pools.held.length === 2);
    expect(pools.threads).toHaveLength(2);
    await pools.endBatches(8);
    expect((await slow).vectors).toHaveLength(16);
    expect(pools.threads).toHaveLength(2);
  });

  it('serves a small request between the batches of a large one', async () => {
    const pool = pools.open({ maxWaiting: 100 });
    const large = pool.encode({ texts: slowTexts(12) });
    await until(() => pools.held.length === 1);
    const small = pool.encode({ texts: ['a'] });
    await pools.endBatches(3);
    expect([...(await small).vectors]).toEqual([1]);
    await pools.endBatches(3);
    expect((await large).vectors).toHaveLength(12);
  });

  it('fails what it cannot encode and goes on', async () => {
    const pool = pools.open();
    await expect(pool.encode({ texts: ['broken', 'a', 'b', 'c'] })).rejects.toMatchObject({
      ...{ code: 'unavailable', message: 'it broke' },
    });
    expect(await lengthsOf(pool, ['a'])).toEqual([1]);
    const pictures = [{ width: 1, height: 1, pixels: new Uint8Array(3) }];
    await expect(pool.encode({ pictures })).rejects.toThrow('it encodes no pictures');
  });
});

describe('A full line', () => {
  it('refuses more, but a large request where nothing else waits', async () => {
    const pool = pools.open();
    const large = pool.encode({ texts: slowTexts(20) });
    await until(() => pools.held.length === 1);
    await expect(pool.encode({ texts: ['a'] })).rejects.toMatchObject({
      ...{ code: 'overloaded', message: expect.stringMatching(/^\d+ others wait/) },
    });
    await pools.endBatches(10);
    expect((await large).vectors).toHaveLength(20);
    expect(await lengthsOf(pool, ['a'])).toEqual([1]);
  });
});

describe('A request that is aborted', () => {
  it('is answered at once, and what it has not begun is left', async () => {
    const pool = pools.open();
    const stopping = new AbortController();
    const stopped = pool.encode({ texts: slowTexts(20) }, stopping.signal);
    await until(() => pools.held.length === 1);
    stopping.abort(new Error('the caller left'));
    await expect(stopped).rejects.toThrow('the caller left');
    // The batch under way and the one that lies ready.
    await pools.endBatches(2);
    expect(await lengthsOf(pool, ['a'])).toEqual([1]);
    expect(pools.held).toHaveLength(0);
  });

  it('before it is made starts nothing', async () => {
    const reason = new Error('too late');
    const late = pools.open().encode({ texts: ['a'] }, AbortSignal.abort(reason));
    await expect(late).rejects.toBe(reason);
    expect(pools.threads).toHaveLength(0);
  });
});

describe('An encoder that is opened beforehand', () => {
  it('is tried, and works at once', async () => {
    const pool = pools.open();
    await pool.open();
    expect(pools.threads).toHaveLength(1);
    expect(await lengthsOf(pool, ['a'])).toEqual([1]);
    expect(pools.threads).toHaveLength(1);
  });

  it('says why it cannot be, and is not tried again', async () => {
    pools.isBroken = true;
    await expect(pools.open().open()).rejects.toMatchObject({
      ...{ code: 'unavailable', message: 'no such model' },
    });
    expect(pools.pauses).toHaveLength(0);
  });
});
