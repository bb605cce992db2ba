import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmbeddedStore } from '../../shared/adapters/embedded/open-store.js';
import { event } from '../contract/store-under-test.js';
import { startStoreProcess } from './fixtures/store-process.js';

interface Attempt {
  readonly name?: string;
  readonly accepted?: boolean;
  readonly code?: string;
  readonly message?: string;
  readonly readable?: number;
}

async function fill(folder: string): Promise<readonly Attempt[]> {
  const { lines, ended } = startStoreProcess([folder, 'until-full'], 8 * 1024);
  const attempts: Attempt[] = [];
  for await (const line of lines) attempts.push(line as Attempt);
  expect(await ended).toBe('');
  return attempts;
}

describe('The embedded store on a disk that takes no more', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'store-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('refuses what does not fit as unavailable and says why', async () => {
    const refused = (await fill(folder)).filter(({ accepted }) => accepted === false);
    expect(refused).toHaveLength(2);
    for (const { code, message } of refused) {
      expect(code).toBe('unavailable');
      expect(message).toContain("The store's file could not be");
      expect(message).toContain('the disk is full');
    }
  });

  it('takes a write that fits after one that did not, and goes on answering', async () => {
    const attempts = await fill(folder);
    expect(attempts.find(({ name }) => name === 'after')).toMatchObject({ accepted: true });
    expect(attempts.at(-1)).toEqual({ readable: 2 });
  });

  it('has all that it accepted, nothing that it refused, and writes again once there is room', async () => {
    const attempts = await fill(folder);
    const accepted = attempts.filter(
      (attempt) => attempt.accepted && attempt.name?.startsWith('item'),
    );
    const store = openEmbeddedStore(folder);
    expect(await store.catalog.count()).toBe(accepted.length);
    for (const { name = '' } of accepted) expect(await store.catalog.get(name)).toBeDefined();
    const { isNew } = await store.events.append(['before', 'after', 'new'].map((id) => event(id)));
    expect(isNew).toEqual([false, false, true]);
    store.close();
  });
});
