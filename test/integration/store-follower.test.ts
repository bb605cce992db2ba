import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openEmbeddedStore } from '../../shared/adapters/embedded/open-store.js';
import {
  openStoreFollower,
  type StoreReader,
} from '../../shared/adapters/embedded/open-store-reader.js';
import { changesAfter } from '../contract/store-under-test.js';
import { startStoreProcess } from './fixtures/store-process.js';

interface Said {
  readonly batch?: number;
  readonly size?: number;
  readonly cursor?: string;
  readonly items?: number;
  readonly merged?: number;
}

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What a follower has seen: ids of events by batch, and the other changes by name. */
function follow({ changes }: StoreReader) {
  const events = new Map<string, number>();
  const others = new Set<string>();
  let reached: string | undefined;
  return {
    events,
    others,
    covers: (cursor: string) => changes.covers(reached, cursor),
    async catchUp() {
      const news = await changesAfter(changes, reached, 50);
      reached = news.cursor;
      for (const change of news.changes) {
        if (change.kind === 'item') others.add(`item ${change.item.id}`);
        if (change.kind === 'merged') others.add(`merged ${change.from}`);
        if (change.kind !== 'event') continue;
        const batch = change.event.id.split('/').slice(0, 2).join('/');
        events.set(batch, (events.get(batch) ?? 0) + 1);
      }
    },
  };
}

function expectSeen({ events, others, covers }: ReturnType<typeof follow>, said: Said): void {
  const { batch, size, cursor, items, merged } = said;
  if (batch !== undefined) expect(events.get(`${batch}/${size}`)).toBe(size);
  if (cursor !== undefined) expect(covers(cursor)).toBe(true);
  if (items !== undefined) expect(others).toContain(`item twin ${items}`);
  if (merged !== undefined) expect(others).toContain(`merged session ${merged}`);
}

it('A process that follows the store sees all that its owner wrote, once and whole', async () => {
  openEmbeddedStore(folder).close();
  const reader = openStoreFollower(folder);
  const followed = follow(reader);
  const { child, lines, ended } = startStoreProcess([folder, 'forever', '0']);
  let count = 0;
  for await (const line of lines) {
    await followed.catchUp();
    expectSeen(followed, line as Said);
    if (++count === 150) child.kill('SIGKILL');
  }
  expect(await ended).toBe('');
  await followed.catchUp();
  for (const [batch, seen] of followed.events) expect(seen).toBe(Number(batch.split('/')[1]));
  // A new owner goes on where the old one was killed.
  const owner = openEmbeddedStore(folder);
  const { cursor } = await owner.events.append([]);
  await followed.catchUp();
  expect(followed.covers(cursor)).toBe(true);
  owner.close();
  reader.close();
});
