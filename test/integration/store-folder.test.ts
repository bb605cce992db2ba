import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmbeddedStore } from '../../shared/adapters/embedded/open-store.js';
import { event } from '../contract/store-under-test.js';
import { startStoreProcess } from './fixtures/store-process.js';

describe('A folder that two processes want', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'store-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is refused to the second one, which is told who has it', async () => {
    const { child, lines, ended } = startStoreProcess([folder, 'hold']);
    expect((await lines.next()).value).toEqual({ open: true });
    expect(() => openEmbeddedStore(folder)).toThrow(
      `Another process (pid ${child.pid}) has the data folder ${folder} open: stop it first`,
    );
    child.stdin.end();
    expect(await ended).toBe('');
    openEmbeddedStore(folder).close();
  });

  it('is free as soon as the first one is killed', async () => {
    const { child, lines, ended } = startStoreProcess([folder, 'hold']);
    await lines.next();
    child.kill('SIGKILL');
    await ended;
    const store = openEmbeddedStore(folder);
    await store.events.append([event('1')]);
    expect(await store.events.count()).toBe(1);
    store.close();
  });

  it('is refused to a second process after a store was opened, closed and opened', async () => {
    openEmbeddedStore(folder).close();
    const store = openEmbeddedStore(folder);
    const { lines, ended } = startStoreProcess([folder, 'hold']);
    expect((await lines.next()).done).toBe(true);
    expect(await ended).toContain(`(pid ${process.pid}) has the data folder ${folder} open`);
    store.close();
  });
});
