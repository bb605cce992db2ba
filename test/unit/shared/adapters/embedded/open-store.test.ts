import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmbeddedStore } from '../../../../../shared/adapters/embedded/open-store.js';
import { event, item } from '../../../../contract/store-under-test.js';

describe('openEmbeddedStore', () => {
  let folder = '';
  const file = () => join(folder, 'store.db');
  const refusal = () => expect(() => openEmbeddedStore(folder).close());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'store-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('makes the folder and those above it', () => {
    const deep = join(folder, 'a', 'b ü');
    openEmbeddedStore(deep).close();
    expect(readdirSync(deep)).toContain('store.db');
  });

  it('refuses a folder that is a file', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => openEmbeddedStore(join(folder, 'file'))).toThrow(
      `The data folder ${join(folder, 'file')} cannot be used: EEXIST`,
    );
  });

  it.each(['store.db', 'store.lock'])('refuses a folder where %s is a folder', (name) => {
    mkdirSync(join(folder, name));
    refusal().toThrow(`${join(folder, name)} could not be opened: is it a file`);
  });

  it('says that it cannot leave its name', () => {
    mkdirSync(join(folder, 'store.pid'));
    refusal().toThrow('cannot be used: EISDIR');
  });

  it('refuses what is not a database', () => {
    writeFileSync(
      file(),
      'some text that is no database at all, and longer than a header'.repeat(99),
    );
    refusal().toThrow(`${file()}: The store's file is not a database`);
  });

  it('refuses a database of something else and leaves it as it was', () => {
    const other = new Libsql(file());
    other.exec('CREATE TABLE recipes (name TEXT)');
    other.close();
    refusal().toThrow(`${file()}: This is a database, but none of this program`);
  });

  it('refuses a store that a newer program made', () => {
    openEmbeddedStore(folder).close();
    const newer = new Libsql(file());
    newer.exec('PRAGMA user_version = 4');
    newer.close();
    refusal().toThrow(
      `${file()}: The store was made by a newer program: its schema version is 4, this one reads 3`,
    );
  });

  it.each([
    [1, ''],
    [2, 'CREATE TABLE tasks (id TEXT); CREATE TABLE leases (name TEXT);'],
  ])('keeps what a store of version %d holds, and drops its tasks', async (version, tables) => {
    const before = openEmbeddedStore(folder);
    await before.catalog.upsert([item('mug')]);
    before.close();
    const older = new Libsql(file());
    older.exec(`${tables} PRAGMA user_version = ${version}`);
    older.close();
    const store = openEmbeddedStore(folder);
    expect(await store.catalog.get('mug')).toBeDefined();
    store.close();
    const now = new Libsql(file());
    const names = `SELECT name FROM sqlite_master WHERE name IN ('tasks', 'leases')`;
    expect(now.prepare(names).all([])).toEqual([]);
    expect(now.prepare('PRAGMA user_version').raw().get([])).toEqual([3]);
    now.close();
  });

  it('lets go of a folder that it refused', () => {
    writeFileSync(file(), 'no database '.repeat(999));
    refusal().toThrow();
    rmSync(file());
    openEmbeddedStore(folder).close();
  });

  it('refuses a second store in the same process, until the first is closed', () => {
    const first = openEmbeddedStore(folder);
    refusal().toThrow(`Another process (pid ${process.pid}) has the data folder ${folder} open`);
    rmSync(join(folder, 'store.pid'));
    refusal().toThrow(`Another process has the data folder ${folder} open`);
    first.close();
    openEmbeddedStore(folder).close();
  });

  it('ends the writes that wait before it closes', async () => {
    const store = openEmbeddedStore(folder);
    const writing = store.events.append([event('1')]);
    store.close();
    expect((await writing).isNew).toEqual([true]);
    const reopened = openEmbeddedStore(folder);
    expect(await reopened.events.count()).toBe(1);
    reopened.close();
  });

  it('can be closed twice, and takes and tells nothing afterwards', async () => {
    const store = openEmbeddedStore(folder);
    store.close();
    store.close();
    const next = openEmbeddedStore(folder);
    const closed = { code: 'unavailable', message: 'The store is closed' };
    await expect(store.events.append([event('1')])).rejects.toMatchObject(closed);
    await expect(store.catalog.upsert([item('mug')])).rejects.toMatchObject(closed);
    await expect(store.catalog.get('mug')).rejects.toMatchObject(closed);
    expect(await next.events.count()).toBe(0);
    next.close();
  });

  it('gives cursors after a refused write that still hold after a restart', async () => {
    const store = openEmbeddedStore(folder);
    const refused = [item('good'), item('bad\u0000')];
    await expect(store.catalog.upsert(refused)).rejects.toMatchObject({ code: 'invalid' });
    const { cursor } = await store.events.append([]);
    store.close();
    const reopened = openEmbeddedStore(folder);
    expect(reopened.changes.covers(undefined, cursor)).toBe(true);
    await reopened.events.append([event('1')]);
    expect((await reopened.changes.after(cursor, 10)).changes).toHaveLength(1);
    reopened.close();
  });

  it('has no growing log of an item that goes and comes', async () => {
    const store = openEmbeddedStore(folder);
    for (let round = 0; round < 5; round++) {
      await store.catalog.upsert([item('mug')]);
      await store.catalog.remove('mug');
    }
    expect((await store.changes.after(undefined, 10)).changes).toEqual([
      { kind: 'item-removed', id: 'mug' },
    ]);
    store.close();
  });

  it('leaves no text of an erased user in its files', async () => {
    const store = openEmbeddedStore(folder);
    const features = { city: 'Secretville' };
    await store.users.put({ id: 'ann', features, createdAt: 1 });
    await store.events.append([event('secret-event', { userId: 'ann', itemId: 'secret-item' })]);
    await store.users.erase('ann');
    store.close();
    // Opened and closed by itself, SQLite moves its log into the database and drops it.
    const plain = new Libsql(file());
    plain.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    plain.close();
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
    expect(files.join()).not.toMatch(/Secretville|secret-event|secret-item/);
  });

  it.each([
    ['a null character', 'a\u0000b'],
    ['half of a surrogate pair', 'a\uD800b'],
  ])('refuses an id with %s, which would come back as another', async (_, id) => {
    const store = openEmbeddedStore(folder);
    const refused = { code: 'invalid', message: expect.stringContaining('well-formed Unicode') };
    await expect(store.catalog.upsert([item('good'), item(id)])).rejects.toMatchObject(refused);
    await expect(store.catalog.get(id)).rejects.toMatchObject(refused);
    await expect(store.events.append([event('1', { userId: id })])).rejects.toMatchObject(refused);
    expect(await store.catalog.count()).toBe(0);
    expect(await store.events.count()).toBe(0);
    store.close();
  });

  it.each([
    [`'{"id": 7}'`, "an item's id"],
    [`'[]'`, 'a record'],
  ])('says that an item cannot be read where its record is %s', async (record, expected) => {
    const store = openEmbeddedStore(folder);
    await store.catalog.upsert([item('mug')]);
    store.close();
    const vandal = new Libsql(file());
    vandal.exec(`UPDATE items SET data = ${record}`);
    vandal.close();
    const reopened = openEmbeddedStore(folder);
    await expect(reopened.catalog.get('mug')).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(`something else than ${expected}`),
    });
    reopened.close();
  });
});
