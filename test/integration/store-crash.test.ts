import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type EmbeddedStore,
  openEmbeddedStore,
} from '../../shared/adapters/embedded/open-store.js';
import { seededRandom } from '../../shared/domain/random.js';
import { changesAfter } from '../contract/store-under-test.js';
import { startStoreProcess } from './fixtures/store-process.js';

interface Acknowledged {
  readonly batch?: number;
  readonly size?: number;
  readonly items?: number;
  readonly merged?: number;
}

/** Kills a writer once it has said a number of things; all that it said. */
async function killAfter(folder: string, start: number, count: number): Promise<Acknowledged[]> {
  const { child, lines, ended } = startStoreProcess([folder, 'forever', `${start}`]);
  const said: Acknowledged[] = [];
  for await (const line of lines) {
    said.push(line as Acknowledged);
    if (said.length === count) child.kill('SIGKILL');
  }
  expect(await ended).toBe('');
  return said;
}

/** How many events of each batch there are, by the batch and the size it was to have. */
async function batchesIn(store: EmbeddedStore): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const change of (await changesAfter(store.changes, undefined)).changes) {
    if (change.kind !== 'event') continue;
    const batch = change.event.id.split('/').slice(0, 2).join('/');
    counts.set(batch, (counts.get(batch) ?? 0) + 1);
  }
  return counts;
}

async function expectKept(store: EmbeddedStore, said: readonly Acknowledged[]): Promise<void> {
  const counts = await batchesIn(store);
  for (const { batch, size, items, merged } of said) {
    if (batch !== undefined) expect(counts.get(`${batch}/${size}`)).toBe(size);
    if (items !== undefined) expect(await store.catalog.get(`twin ${items}`)).toBeDefined();
    if (merged !== undefined) {
      expect((await store.sessions.get(`session ${merged}`))?.userId).toBe(`user ${merged}`);
    }
  }
}

async function expectNothingHalfDone(store: EmbeddedStore): Promise<void> {
  for (const [batch, count] of await batchesIn(store)) {
    const [number, size] = batch.split('/');
    expect(count).toBe(Number(size));
    expect((await store.sessions.get(`session ${number}`))?.eventCount).toBe(count);
  }
  expect((await store.catalog.count()) % 2).toBe(0);
}

describe('The embedded store, killed while it writes', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'store-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('keeps every acknowledged write, leaves none half done and opens at once', async () => {
    const random = seededRandom(20_261_121);
    const said: Acknowledged[] = [];
    for (let round = 0; round < 6; round++) {
      said.push(...(await killAfter(folder, round * 1_000_000, 1 + Math.floor(random() * 150))));
      const store = openEmbeddedStore(folder);
      await expectKept(store, said);
      await expectNothingHalfDone(store);
      store.close();
    }
    expect(said.length).toBeGreaterThan(100);
  });
});
