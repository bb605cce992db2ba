import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../../../../functions/compose/runtime.js';
import { archivedChangeLog } from '../../../../../shared/adapters/archive/archived-change-log.js';
import { artifactChangeArchive } from '../../../../../shared/adapters/archive/change-archive.js';
import {
  type EmbeddedStore,
  openEmbeddedStore,
} from '../../../../../shared/adapters/embedded/open-store.js';
import { fileArtifactStore } from '../../../../../shared/adapters/files/artifact-store.js';
import type { ArtifactStore } from '../../../../../shared/ports/artifact-store.js';
import type { ChangeLog } from '../../../../../shared/ports/change-log.js';
import { makeArchiveChanges } from '../../../../../shared/use-cases/archive/archive-changes.js';
import { someSteps } from '../../../../contract/random-steps.js';
import { referenceFollower } from '../../../../contract/reference-follower.js';
import { changesAfter, event, item } from '../../../../contract/store-under-test.js';
import { RecordedTelemetry } from '../../../../support/recorded-telemetry.js';

const noSignal = new AbortController().signal;
const day = 86_400_000;

function house() {
  const folder = mkdtempSync(join(tmpdir(), 'archive-'));
  const store = openEmbeddedStore(folder);
  const artifacts = fileArtifactStore(join(folder, 'artifacts'));
  return archiveOf(store, artifacts, folder);
}

function archiveOf(store: EmbeddedStore, artifacts: ArtifactStore, folder: string) {
  const telemetry = new RecordedTelemetry();
  const archive = artifactChangeArchive({ artifacts, newId });
  let now = 1_000 * day;
  const clock = () => now;
  const changes = archivedChangeLog({ live: store.changes, archive, clock, telemetry });
  return {
    ...{ store, artifacts, changes, telemetry },
    archiveNow: (signal = noSignal) => makeArchiveChanges({ changes, archive, clock })(signal),
    wait: (ms: number) => {
      now += ms;
    },
    close() {
      store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function stateOf(log: ChangeLog, pageSize = 2) {
  const follower = referenceFollower();
  follower.apply((await changesAfter(log, undefined, pageSize)).changes);
  return follower.state();
}

describe('A change log with an archive', () => {
  let shop: ReturnType<typeof house>;
  beforeEach(() => {
    shop = house();
  });
  afterEach(() => shop.close());

  it('comes to the same as the log itself, whatever was done before and after archiving', async () => {
    await fc.assert(
      fc.asyncProperty(someSteps, fc.integer({ min: 1, max: 4 }), async (steps, pageSize) => {
        const own = house();
        for (const step of steps) {
          await step.act(own.store);
          if (step.reads) await own.archiveNow();
        }
        expect(await stateOf(own.changes, pageSize)).toEqual(await stateOf(own.store.changes));
        own.close();
      }),
      { numRuns: 25 },
    );
  });

  it('begins with what was archived and goes on with what came later', async () => {
    await shop.store.catalog.upsert([item('mug', { price: 1 })]);
    await shop.store.events.append([event('1', { sessionId: 's' })]);
    await shop.archiveNow();
    await shop.store.events.append([event('2', { sessionId: 's' })]);
    const first = await shop.changes.after(undefined, 1);
    expect(first.changes).toEqual([{ kind: 'item', item: item('mug', { price: 1 }) }]);
    expect(first.hasMore).toBe(true);
    const { changes, cursor } = await changesAfter(shop.changes, first.cursor, 1);
    expect(changes.map((change) => change.kind === 'event' && change.event.id)).toEqual(['1', '2']);
    expect(await shop.store.changes.after(cursor, 1)).toMatchObject({ changes: [] });
  });

  it('asks the log itself for nothing that is in the archive', async () => {
    await shop.store.events.append([event('1', { sessionId: 's' })]);
    await shop.archiveNow();
    const asked: (string | undefined)[] = [];
    const live: ChangeLog = {
      after(cursor, limit) {
        asked.push(cursor);
        return shop.store.changes.after(cursor, limit);
      },
      covers: shop.store.changes.covers,
    };
    const archive = artifactChangeArchive({ artifacts: shop.artifacts, newId });
    const telemetry = new RecordedTelemetry();
    const log = archivedChangeLog({ live, archive, clock: () => 1_000 * day, telemetry });
    expect((await changesAfter(log, undefined)).changes).toHaveLength(1);
    expect(asked).toHaveLength(1);
    expect(asked).not.toContain(undefined);
  });

  it('covers nothing before the archive has been read', async () => {
    const { cursor: wanted } = await shop.store.events.append([
      event('1', { sessionId: 's' }),
      event('2', { sessionId: 's' }),
    ]);
    await shop.archiveNow();
    const { cursor } = await shop.changes.after(undefined, 1);
    expect(shop.changes.covers(cursor, wanted)).toBe(false);
    const next = await shop.changes.after(cursor, 1);
    expect(shop.changes.covers(next.cursor, wanted)).toBe(true);
  });

  it('keeps neither events nor marks of who was erased in the next archive', async () => {
    await shop.store.events.append([
      event('1', { userId: 'ann', sessionId: 's' }),
      event('2', { sessionId: 's' }),
      event('3', { userId: 'guest' }),
      event('4', { userId: 'bob' }),
    ]);
    await shop.store.users.merge('guest', 'ann');
    expect(await shop.archiveNow()).toBe(5);
    await shop.store.users.erase('ann');
    expect(await shop.archiveNow()).toBe(1);
    const { changes } = await changesAfter(shop.changes, undefined);
    expect(changes).toEqual([{ kind: 'event', event: event('4', { userId: 'bob' }) }]);
  });

  it('keeps an item once, as it was last', async () => {
    await shop.store.catalog.upsert([item('mug', { price: 1 }), item('cup')]);
    await shop.archiveNow();
    await shop.store.catalog.upsert([item('mug', { price: 2 })]);
    await shop.store.catalog.remove('cup');
    expect(await shop.archiveNow()).toBe(1);
    const { changes } = await changesAfter(shop.changes, undefined);
    expect(changes).toEqual([{ kind: 'item', item: item('mug', { price: 2 }) }]);
  });

  it('passes over an archive that is too old, and says so', async () => {
    await shop.store.events.append([event('1')]);
    await shop.archiveNow();
    shop.wait(15 * day + 1);
    expect((await shop.changes.after(undefined, 1)).cursor).not.toMatch(/^archive/);
    expect(shop.telemetry.events).toEqual(['archive of changes passed over']);
  });

  it('passes over the archive of another store', async () => {
    const other = house();
    await other.store.events.append([event('1')]);
    const stranger = archiveOf(other.store, shop.artifacts, 'nowhere');
    await stranger.archiveNow();
    await shop.store.events.append([event('2')]);
    const { changes } = await changesAfter(shop.changes, undefined);
    expect(changes).toEqual([{ kind: 'event', event: event('2') }]);
    expect(shop.telemetry.events).toEqual(['archive of changes passed over']);
    other.close();
  });

  it.each([
    ['a page is gone', (path: string) => path.endsWith('.gz'), undefined],
    ['a page was changed', (path: string) => path.endsWith('.gz'), Buffer.from('no gzip')],
    ['the manifest is no JSON', (path: string) => path.endsWith('.json'), Buffer.from('{')],
  ])(
    'passes over an archive of which %s, before it has told anything',
    async (_, isHit, content) => {
      await shop.store.events.append([event('1')]);
      await shop.archiveNow();
      for (const path of await shop.artifacts.list('changes/')) {
        if (!isHit(path)) continue;
        await shop.artifacts.removeAll(path);
        if (content) await shop.artifacts.write(path, content);
      }
      const { changes, cursor } = await shop.changes.after(undefined, 10);
      expect(changes).toHaveLength(1);
      expect(cursor).not.toMatch(/^archive/);
      expect(shop.telemetry.exceptions).toHaveLength(1);
    },
  );

  it('refuses a place in an archive that is kept no longer', async () => {
    await shop.store.events.append([
      event('1', { sessionId: 's' }),
      event('2', { sessionId: 's' }),
    ]);
    await shop.archiveNow();
    const { cursor } = await shop.changes.after(undefined, 1);
    for (let round = 0; round < 3; round += 1) await shop.archiveNow();
    await changesAfter(shop.changes, undefined);
    await expect(shop.changes.after(cursor, 1)).rejects.toMatchObject({ code: 'invalid' });
  });

  it('keeps the newest archive and the one before it, and nothing that was begun', async () => {
    await shop.store.events.append([event('1')]);
    for (let round = 0; round < 4; round += 1) await shop.archiveNow();
    await expect(shop.archiveNow(AbortSignal.abort())).rejects.toThrow();
    const paths = await shop.artifacts.list('changes/');
    expect(paths.filter((path) => path.endsWith('manifest.json'))).toHaveLength(2);
    expect(paths.filter((path) => path.endsWith('.gz'))).toHaveLength(2);
  });
});
