import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lengthsOf, PoolsUnderTest, slowTexts, until } from './pools-under-test.js';

let pools: PoolsUnderTest;
beforeEach(() => {
  pools = new PoolsUnderTest();
});
afterEach(() => pools.close());

describe('A thread that dies', () => {
  it('fails what it was given, and what waits is done by the next', async () => {
    const pool = pools.open();
    const lost = [pool.encode({ texts: ['slow'] }), pool.encode({ texts: ['slow too'] })];
    await until(() => pools.held.length === 1);
    const waiting = pool.encode({ texts: ['a'] });
    const outcomes = Promise.allSettled(lost);
    pools.threads[0]?.die(new Error('out of memory'));
    expect(await outcomes).toMatchObject([
      { reason: { message: 'the encoder thread ended: out of memory', code: 'unavailable' } },
      { reason: { message: 'the encoder thread ended: out of memory', code: 'unavailable' } },
    ]);
    expect(await pools.afterPause()).toBe(250);
    expect([...(await waiting).vectors]).toEqual([1]);
    expect(pools.threads).toHaveLength(2);
    expect(pools.telemetry.exceptions).toHaveLength(1);
  });

  it('is given twice as long after each time, and a fresh chance once it has lived', async () => {
    let now = 0;
    const pool = pools.open({ clock: () => now });
    const waits: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      await lengthsOf(pool, ['a']);
      pools.threads.at(-1)?.die(new Error('again'));
      waits.push(await pools.afterPause());
      await lengthsOf(pool, ['a']);
    }
    expect(waits.slice(0, 4)).toEqual([250, 500, 1_000, 2_000]);
    expect(waits.at(-1)).toBe(60_000);
    now += 60_001;
    pools.threads.at(-1)?.die(new Error('after long'));
    expect(await pools.afterPause()).toBe(250);
  });

  it('and cannot be started again lets nobody wait', async () => {
    const pool = pools.open();
    await lengthsOf(pool, ['a']);
    pools.isBroken = true;
    pools.threads[0]?.die(new Error('out of memory'));
    const waiting = Promise.allSettled([pool.encode({ texts: ['a'] })]);
    await pools.afterPause();
    expect(await waiting).toMatchObject([
      { reason: { message: 'the encoder cannot be started: no such model', code: 'unavailable' } },
    ]);
    await expect(pool.encode({ texts: ['a'] })).rejects.toThrow('cannot be started');
    expect(pool.failure?.message).toContain('no such model');
    pools.isBroken = false;
    expect(await pools.afterPause()).toBe(500);
    await until(() => pool.failure === undefined);
    expect(await lengthsOf(pool, ['a'])).toEqual([1]);
  });

  it('leaves its work to the others', async () => {
    const pool = pools.open({ threads: 2 });
    const slow = Promise.allSettled([pool.encode({ texts: slowTexts(8) })]);
    await until(() => pools.held.length === 2);
    pools.isBroken = true;
    pools.threads[1]?.die(new Error('out of memory'));
    expect(await slow).toMatchObject([{ reason: { code: 'unavailable' } }]);
    await pools.afterPause();
    await until(() => pools.telemetry.exceptions.length === 2);
    expect(pool.failure).toBeUndefined();
    const next = lengthsOf(pool, ['a']);
    await pools.endBatches(3);
    expect(await next).toEqual([1]);
  });
});

describe('A pool that is closed', () => {
  it('ends what is under way, rejects what waits and what comes, and gives back what it holds', async () => {
    const pool = pools.open();
    const begun = pool.encode({ texts: ['slow'] });
    await until(() => pools.held.length === 1);
    const waiting = ['x', 'y', 'z'].map((text) => pool.encode({ texts: [text] }));
    const outcomes = Promise.allSettled([begun, ...waiting]);
    const closing = pool.close();
    await pools.endBatches(1);
    await closing;
    // One lay ready in the thread.
    expect((await outcomes).map(({ status }) => status)).toEqual([
      ...['fulfilled', 'fulfilled', 'rejected', 'rejected'],
    ]);
    await expect(pool.encode({ texts: ['a'] })).rejects.toThrow('is being closed');
    expect(pools.closed).toBe(1);
    expect(pools.telemetry.exceptions).toHaveLength(0);
  });

  it('while its thread starts leaves none behind', async () => {
    const pool = pools.open();
    const outcome = Promise.allSettled([pool.encode({ texts: ['a'] })]);
    await pool.close();
    expect(await outcome).toMatchObject([{ reason: { message: 'the encoder is being closed' } }]);
    expect(pools.closed).toBe(1);
    expect(pools.telemetry.exceptions).toHaveLength(0);
  });

  it('stays closed though it was to start again', async () => {
    const pool = pools.open();
    await lengthsOf(pool, ['a']);
    pools.threads[0]?.die(new Error('out of memory'));
    await until(() => pools.pauses.length > 0);
    await pool.close();
    await pools.afterPause();
    await until(() => true);
    expect(pools.threads).toHaveLength(1);
  });
});
