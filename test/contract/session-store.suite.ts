import { describe, expect, it } from 'vitest';
import { event, freshStores, type NewStore } from './store-under-test.js';

export function sessionStoreSuite(name: string, newStore: NewStore): void {
  describe(`${name} as a session store`, () => {
    const stores = freshStores(newStore);
    const append = (...events: readonly ReturnType<typeof event>[]) =>
      stores.now.events.append(events);
    const session = (id: string) => stores.now.sessions.get(id);

    it('knows no session at first, and none of an event without one', async () => {
      await append(event('1', { userId: 'visit' }));
      expect(await session('visit')).toBeUndefined();
      expect(await stores.now.sessions.count()).toBe(0);
    });

    it('starts a session with its first event and extends it with each new one, in any order', async () => {
      await append(event('1', { sessionId: 'visit', ts: 50 }));
      await append(
        event('2', { sessionId: 'visit', ts: 90 }),
        event('3', { sessionId: 'other', ts: 7 }),
      );
      await append(event('4', { sessionId: 'visit', ts: 10 }));
      await stores.restart();
      expect(await session('visit')).toStrictEqual({
        id: 'visit',
        startedAt: 10,
        lastSeenAt: 90,
        eventCount: 3,
      });
      expect(await stores.now.sessions.count()).toBe(2);
    });

    it('counts a repeated event once', async () => {
      const first = event('1', { sessionId: 'visit', ts: 50 });
      await append(first, first);
      await append({ ...first, ts: 99 });
      expect(await session('visit')).toMatchObject({ eventCount: 1, lastSeenAt: 50 });
    });

    it('takes the user whom an event of it names last', async () => {
      await append(event('1', { sessionId: 'visit' }));
      expect(await session('visit')).not.toHaveProperty('userId');
      await append(
        event('2', { sessionId: 'visit', userId: 'ann' }),
        event('3', { sessionId: 'visit' }),
      );
      expect((await session('visit'))?.userId).toBe('ann');
      await append(event('4', { sessionId: 'visit', userId: 'bob' }));
      expect((await session('visit'))?.userId).toBe('bob');
    });

    it('does not take a session for the user of the same name', async () => {
      await append(event('1', { sessionId: 'same' }), event('2', { userId: 'same' }));
      expect(await session('same')).toMatchObject({ eventCount: 1 });
      expect(await session('same')).not.toHaveProperty('userId');
      await stores.now.users.erase('same');
      expect(await session('same')).toMatchObject({ eventCount: 1 });
    });
  });
}
