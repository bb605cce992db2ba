import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyEmbeddedStore } from '../../../../../shared/adapters/embedded/empty-store.js';
import { openEmbeddedStore } from '../../../../../shared/adapters/embedded/open-store.js';
import { openEmbeddedTasks } from '../../../../../shared/adapters/embedded/tasks/open-tasks.js';
import { next, task } from '../../../../contract/task-store/task-store-under-test.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tastemaker-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const item = {
  id: 'a',
  name: 'A',
  categories: [],
  tags: [],
  attributes: {},
  isActive: true,
  createdAt: 0,
};

test('an emptied store holds nothing, and knows its old cursors no more', async () => {
  const before = openEmbeddedStore(folder);
  await before.catalog.upsert([item]);
  await before.users.put({ id: 'u', features: {}, createdAt: 0 });
  await before.bookmarks.put('note', 'yes');
  const event = { id: 'e', userId: 'u', sessionId: 's', itemId: 'a', type: 'view', ts: 1 };
  const { cursor } = await before.events.append([event]);
  await before.catalog.remove('a');
  before.close();

  emptyEmbeddedStore(folder);

  const after = openEmbeddedStore(folder);
  expect(await after.catalog.count()).toBe(0);
  expect(await after.events.count()).toBe(0);
  expect(await after.sessions.count()).toBe(0);
  expect(await after.users.get('u')).toBeUndefined();
  expect(await after.bookmarks.get('note')).toBeUndefined();
  expect((await after.changes.after(undefined, 10)).changes).toEqual([]);
  await expect(after.changes.after(cursor, 10)).rejects.toMatchObject({ code: 'invalid' });
  after.close();
});

test('tasks and messages go too, for those as well who have them open', async () => {
  openEmbeddedStore(folder).close();
  const { tasks, queue, close } = openEmbeddedTasks(folder, { report: () => undefined });
  await tasks.start(task('t'), 'supersede');
  await queue.send('recommendations', { taskId: 't' }, 60_000);

  emptyEmbeddedStore(folder);

  expect(await tasks.get('t')).toBeUndefined();
  expect(await tasks.list({ limit: 1 })).toEqual({ tasks: [] });
  expect(await tasks.replace(next(task('t')))).toBe(false);
  await tasks.start(task('t'), 'supersede');
  await close();
  const database = new Libsql(join(folder, 'tasks.db'));
  const counts = database.prepare('SELECT COUNT(*) FROM messages').raw().get([]);
  expect(counts).toEqual([0]);
  database.close();
});

test('where no tasks were kept, emptying makes no place for them', () => {
  openEmbeddedStore(folder).close();
  emptyEmbeddedStore(folder);
  expect(existsSync(join(folder, 'tasks.db'))).toBe(false);
});

test('a store that is open stays as it is', async () => {
  const store = openEmbeddedStore(folder);
  await store.catalog.upsert([item]);
  expect(() => emptyEmbeddedStore(folder)).toThrow(/has the data folder .* open/);
  expect(await store.catalog.count()).toBe(1);
  store.close();
});

test('a file that is no database of ours stays as it is', () => {
  writeFileSync(
    join(folder, 'store.db'),
    'a letter to my aunt, by no means a database '.repeat(40),
  );
  expect(() => emptyEmbeddedStore(folder)).toThrow('is not a database');
});
