import { describe, expect, it } from 'vitest';
import { freshStores, type NewStore } from './store-under-test.js';

/** `clock` is the one that the stores look at. */
export function leasesSuite(
  name: string,
  newStore: NewStore,
  clock: { pass(milliseconds: number): void },
): void {
  describe(`${name} as a keeper of leases`, () => {
    const stores = freshStores(newStore);
    const acquire = (lease = 'retrain') => stores.now.leases.acquire(lease, 1000);

    it('lets one hold a name at a time', async () => {
      const both = await Promise.all([acquire(), acquire()]);
      expect(both.filter((lease) => lease !== undefined)).toHaveLength(1);
      expect(await acquire()).toBeUndefined();
      expect(await acquire('another')).toBeDefined();
    });

    it('gives the name free on release', async () => {
      await (await acquire())?.release();
      expect(await acquire()).toBeDefined();
    });

    it('holds as long as it is renewed', async () => {
      const lease = await acquire();
      for (let renewals = 0; renewals < 3; renewals++) {
        clock.pass(900);
        expect(await lease?.renew()).toBe(true);
      }
      expect(await acquire()).toBeUndefined();
    });

    it('is lost by who did not renew it in time, and taken by the next', async () => {
      const dead = await acquire();
      clock.pass(1000);
      expect(await dead?.renew()).toBe(false);
      const heir = await acquire();
      expect(heir).toBeDefined();
      expect(await dead?.renew()).toBe(false);
      await dead?.release();
      expect(await acquire()).toBeUndefined();
      expect(await heir?.renew()).toBe(true);
    });

    it('outlives a restart, as the holder may be another process', async () => {
      await acquire();
      await stores.restart();
      expect(await acquire()).toBeUndefined();
      clock.pass(1000);
      expect(await acquire()).toBeDefined();
    });
  });
}
