import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Lock } from '../../shared/ports/lock.js';

interface LockUnderTest {
  /** One more instance of the same lock, as another process would have it. */
  open(): Lock;
  dispose(): Promise<void>;
}

export function lockSuite(name: string, newLock: () => Promise<LockUnderTest>): void {
  describe(`${name} as a lock`, () => {
    let underTest: LockUnderTest;
    beforeEach(async () => {
      underTest = await newLock();
    });
    afterEach(() => underTest.dispose());

    it('runs the work of one holder, refuses others meanwhile, and is free again afterwards', async () => {
      const [first, second] = [underTest.open(), underTest.open()];
      const seen: (boolean | string)[] = [];
      const held = await first.hold('archive', async (signal) => {
        expect(signal.aborted).toBe(false);
        seen.push('first');
        seen.push(await second.hold('archive', async () => void seen.push('never')));
      });
      seen.push(held);
      seen.push(await second.hold('archive', async () => void seen.push('second')));
      expect(seen).toEqual(['first', false, true, 'second', true]);
    });

    it('is free again after work that failed, which rejects as the work did', async () => {
      const failure = new Error('the archive is full');
      const failing = underTest.open().hold('archive', () => Promise.reject(failure));
      await expect(failing).rejects.toBe(failure);
      expect(await underTest.open().hold('archive', async () => undefined)).toBe(true);
    });

    it('keeps names apart', async () => {
      const inner: boolean[] = [];
      await underTest.open().hold('a', async () => {
        inner.push(await underTest.open().hold('b', async () => undefined));
      });
      expect(inner).toEqual([true]);
    });

    it('lets one of many who ask at once have it', async () => {
      let running = 0;
      let most = 0;
      const work = async () => {
        running++;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
      };
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, () => underTest.open().hold('archive', work)),
      );
      expect(outcomes).toContain(true);
      expect(most).toBe(1);
    });

    it.each(['', '../up', 'a/b', 'ä', '.hidden'])('refuses the name %j', async (lock) => {
      const held = underTest.open().hold(lock, async () => undefined);
      await expect(held).rejects.toMatchObject({ code: 'invalid' });
    });
  });
}
