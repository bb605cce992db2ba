import { describe, expect, it } from 'vitest';
import type { User } from '../../shared/domain/user.js';
import { awkwardIds, changesAfter, event, freshStores, type NewStore } from './store-under-test.js';

export function userStoreSuite(name: string, newStore: NewStore): void {
  describe(`${name} as a user store`, () => {
    const stores = freshStores(newStore);
    const users = () => stores.now.users;
    const append = (...events: readonly ReturnType<typeof event>[]) =>
      stores.now.events.append(events);
    const changes = async () => (await changesAfter(stores.now.changes, undefined)).changes;
    const eventIds = async () =>
      (await changes())
        .flatMap((change) => (change.kind === 'event' ? [change.event.id] : []))
        .toSorted();

    it('gives back a user with all features', async () => {
      const features = { age: 31, vip: true, city: 'Zürich', note: null, likes: ['tea', 7] };
      await users().put({ id: 'ann', features, createdAt: 5 });
      await stores.restart();
      expect(await users().get('ann')).toStrictEqual({ id: 'ann', features, createdAt: 5 });
      expect(await users().get('bob')).toBeUndefined();
    });

    it('replaces a user whole', async () => {
      await users().put({ id: 'ann', features: { age: 31, vip: true }, createdAt: 5 });
      await users().put({ id: 'ann', features: { age: 32 }, createdAt: 6 });
      expect(await users().get('ann')).toEqual({ id: 'ann', features: { age: 32 }, createdAt: 6 });
    });

    it('keeps many users at once, the last of equal ids', async () => {
      await users().put({ id: 'ann', features: { age: 31 }, createdAt: 5 });
      const given = [1, 2, 3].map((age) => ({ id: 'bob', features: { age }, createdAt: age }));
      await users().putAll([{ id: 'ann', features: {}, createdAt: 6 }, ...given]);
      await users().putAll([]);
      await stores.restart();
      expect(await users().get('ann')).toEqual({ id: 'ann', features: {}, createdAt: 6 });
      expect(await users().get('bob')).toEqual({ id: 'bob', features: { age: 3 }, createdAt: 3 });
    });

    it('lists all in pages, each once', async () => {
      const ids = [...awkwardIds, 'ann', 'bob'];
      await users().putAll(ids.map((id) => ({ id, features: { name: id }, createdAt: 5 })));
      const listed: User[] = [];
      for (let page = await users().list(undefined, 3); page.length > 0; ) {
        listed.push(...page);
        page = await users().list(page.at(-1)?.id, 3);
      }
      expect(listed.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
      expect(listed.every(({ id, features }) => features['name'] === id)).toBe(true);
    });

    it.each(awkwardIds.map((id) => [id.slice(0, 30), id]))(
      'keeps a user called %s apart',
      async (_, id) => {
        for (const each of awkwardIds)
          await users().put({ id: each, features: { name: each }, createdAt: 1 });
        expect((await users().get(id))?.features).toEqual({ name: id });
        expect(await users().erase(id)).toBe(true);
        expect(await users().get(id)).toBeUndefined();
      },
    );

    describe('erasing', () => {
      it('takes the record, the events and the sessions, and leaves all others', async () => {
        await users().put({ id: 'ann', features: {}, createdAt: 1 });
        await users().put({ id: 'bob', features: {}, createdAt: 1 });
        await append(
          event('1', { sessionId: 's1' }),
          event('2', { sessionId: 's1', userId: 'ann' }),
          event('3', { userId: 'ann' }),
          event('4', { sessionId: 's2', userId: 'bob' }),
          event('5', { sessionId: 's3' }),
        );
        expect(await users().erase('ann')).toBe(true);
        await stores.restart();
        expect(await users().get('ann')).toBeUndefined();
        expect(await users().get('bob')).toBeDefined();
        expect(await eventIds()).toEqual(['4', '5']);
        expect(await stores.now.events.count()).toBe(2);
        expect(await stores.now.sessions.get('s1')).toBeUndefined();
        expect(await stores.now.sessions.count()).toBe(2);
      });

      it('says whether anything was held, be it a record, an event or a merged session', async () => {
        expect(await users().erase('nobody')).toBe(false);
        await append(event('1', { userId: 'only events' }), event('2', { sessionId: 's' }));
        expect(await users().erase('only events')).toBe(true);
        expect(await users().erase('only events')).toBe(false);
        await users().merge('s', 'only a session');
        expect(await users().erase('only a session')).toBe(true);
        expect(await stores.now.events.count()).toBe(0);
      });

      it('is told to who has read on from before, with the sessions that are gone', async () => {
        await append(
          event('1', { sessionId: 's1', userId: 'ann' }),
          event('2', { sessionId: 's0' }),
        );
        await users().merge('s0', 'ann');
        const { cursor } = await changesAfter(stores.now.changes, undefined);
        await users().erase('ann');
        const after = await changesAfter(stores.now.changes, cursor);
        expect(after.changes).toEqual([
          { kind: 'user-erased', userId: 'ann', sessionIds: ['s0', 's1'] },
        ]);
      });

      it('leaves what another user did in a session of theirs', async () => {
        await append(
          event('1', { sessionId: 'shared', userId: 'bob', ts: 1 }),
          event('2', { sessionId: 'shared', userId: 'ann', ts: 2 }),
          event('3', { sessionId: 'shared', ts: 3 }),
        );
        await users().erase('ann');
        expect(await eventIds()).toEqual(['1']);
        expect(await stores.now.sessions.get('shared')).toStrictEqual({
          id: 'shared',
          userId: 'bob',
          startedAt: 1,
          lastSeenAt: 1,
          eventCount: 1,
        });
      });

      it('takes the events that a user left in a session which is now somebody else’s', async () => {
        await append(
          event('1', { sessionId: 'shared', userId: 'ann', ts: 1 }),
          event('2', { sessionId: 'shared', userId: 'bob', ts: 2 }),
          event('3', { sessionId: 'shared', ts: 3 }),
        );
        await users().erase('ann');
        expect(await eventIds()).toEqual(['2', '3']);
        expect(await stores.now.sessions.get('shared')).toMatchObject({
          userId: 'bob',
          startedAt: 2,
          eventCount: 2,
        });
      });

      it('lets the same user come back as a new one', async () => {
        await append(event('1', { userId: 'ann', sessionId: 's' }));
        await users().erase('ann');
        expect((await append(event('1', { userId: 'ann', sessionId: 's' }))).isNew).toEqual([true]);
        expect(await stores.now.sessions.get('s')).toMatchObject({ userId: 'ann', eventCount: 1 });
        const kinds = (await changes()).map(({ kind }) => kind);
        expect(kinds).toEqual(['user-erased', 'event']);
      });
    });

    describe('merging', () => {
      it('makes an anonymous session the user’s, once', async () => {
        await append(
          event('1', { sessionId: 's' }),
          event('2', { sessionId: 's' }),
          event('3', { sessionId: 't' }),
        );
        expect(await users().merge('s', 'ann')).toBe(2);
        expect(await users().merge('s', 'ann')).toBe(0);
        expect((await stores.now.sessions.get('s'))?.userId).toBe('ann');
        const merges = (await changes()).filter(({ kind }) => kind === 'merged');
        expect(merges).toEqual([{ kind: 'merged', from: 's', into: 'ann' }]);
        await users().erase('ann');
        expect(await eventIds()).toEqual(['3']);
      });

      it('makes everything of one user another’s', async () => {
        await users().put({ id: 'guest', features: { city: 'Bern', age: 30 }, createdAt: 3 });
        await users().put({ id: 'ann', features: { age: 31 }, createdAt: 7 });
        await append(
          event('1', { userId: 'guest' }),
          event('2', { userId: 'guest', sessionId: 's' }),
          event('3', { sessionId: 's' }),
          event('4', { userId: 'ann' }),
        );
        expect(await users().merge('guest', 'ann')).toBe(3);
        expect(await users().merge('guest', 'ann')).toBe(0);
        await stores.restart();
        expect(await users().get('guest')).toBeUndefined();
        expect(await users().get('ann')).toEqual({
          id: 'ann',
          features: { city: 'Bern', age: 31 },
          createdAt: 3,
        });
        expect((await stores.now.sessions.get('s'))?.userId).toBe('ann');
        await users().erase('ann');
        expect(await stores.now.events.count()).toBe(0);
      });

      it('brings the record along where the other user has none', async () => {
        await users().put({ id: 'guest', features: { city: 'Bern' }, createdAt: 3 });
        expect(await users().merge('guest', 'ann')).toBe(0);
        expect(await users().get('ann')).toEqual({
          id: 'ann',
          features: { city: 'Bern' },
          createdAt: 3,
        });
      });

      it('does nothing for somebody unknown, and for a user merged into themself', async () => {
        await users().put({ id: 'ann', features: { age: 31 }, createdAt: 7 });
        await append(event('1', { userId: 'ann' }));
        const before = await changes();
        expect(await users().merge('nobody', 'ann')).toBe(0);
        expect(await users().merge('ann', 'ann')).toBe(0);
        expect(await users().get('ann')).toEqual({
          id: 'ann',
          features: { age: 31 },
          createdAt: 7,
        });
        expect(await changes()).toEqual(before);
      });

      it('takes a session and a user of the same name both', async () => {
        await append(event('1', { userId: 'x' }), event('2', { sessionId: 'x' }));
        expect(await users().merge('x', 'ann')).toBe(2);
        await users().erase('ann');
        expect(await stores.now.events.count()).toBe(0);
      });

      it('makes a session the user’s of the same name', async () => {
        await append(event('1', { sessionId: 'x' }));
        expect(await users().merge('x', 'x')).toBe(1);
        expect((await stores.now.sessions.get('x'))?.userId).toBe('x');
      });
    });
  });
}
