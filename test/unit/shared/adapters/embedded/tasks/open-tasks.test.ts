import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Libsql from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmbeddedTasks } from '../../../../../../shared/adapters/embedded/tasks/open-tasks.js';
import { next, task } from '../../../../../contract/task-store/task-store-under-test.js';

const report = (error: unknown) => {
  throw error;
};

describe('openEmbeddedTasks', () => {
  let folder = '';
  const file = () => join(folder, 'tasks.db');
  const opened = () => openEmbeddedTasks(folder, { report });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tasks-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function vandalise(sql: string): void {
    const vandal = new Libsql(file());
    vandal.exec(sql);
    vandal.close();
  }

  it('makes the folder and those above it', async () => {
    const deep = join(folder, 'a', 'b ü');
    await openEmbeddedTasks(deep, { report }).close();
    expect(readdirSync(deep)).toContain('tasks.db');
  });

  it('refuses a folder that is a file, and a database that is a folder', () => {
    writeFileSync(join(folder, 'file'), '');
    const inFile = join(folder, 'file');
    expect(() => openEmbeddedTasks(inFile, { report })).toThrow(
      `The data folder ${inFile} cannot be used: EEXIST`,
    );
    mkdirSync(file());
    expect(opened).toThrow(`${file()} could not be opened: is it a file`);
  });

  it('refuses what is not a database, and one of something else', () => {
    writeFileSync(file(), 'some text, longer than the header of a database'.repeat(99));
    expect(opened).toThrow(`${file()}: The store's file is not a database`);
    rmSync(file());
    vandalise('CREATE TABLE recipes (name TEXT)');
    expect(opened).toThrow(`${file()}: This is a database, but none of this program`);
  });

  it('refuses what a newer program made', async () => {
    await opened().close();
    vandalise('PRAGMA user_version = 2');
    expect(opened).toThrow(
      `${file()}: The store was made by a newer program: its schema version is 2, this one reads 1`,
    );
  });

  it('waits for another who writes, and lets everything else go on meanwhile', async () => {
    const { tasks, close } = opened();
    const other = new Libsql(file());
    other.exec('BEGIN IMMEDIATE');
    let hasStarted = false;
    const starting = tasks.start(task('t'), 'supersede').then(() => {
      hasStarted = true;
    });
    for (let turn = 0; turn < 20; turn++) await setTimeout(1);
    expect(await tasks.get('t')).toBeUndefined();
    expect(hasStarted).toBe(false);
    other.exec('COMMIT');
    await starting;
    expect(await tasks.get('t')).toBeDefined();
    other.close();
    await close();
    // SQLite itself would have slept for longer.
  }, 4_000);

  it('ends the writes that wait before it closes, and does nothing afterwards', async () => {
    const { tasks, queue, close } = opened();
    const starting = tasks.start(task('t'), 'supersede');
    await Promise.all([close(), close()]);
    expect((await starting).kind).toBe('created');
    const closed = { code: 'unavailable' };
    await expect(tasks.start(task('u'), 'supersede')).rejects.toMatchObject(closed);
    await expect(tasks.get('t')).rejects.toMatchObject(closed);
    await expect(queue.send('jobs', { taskId: 't' })).rejects.toMatchObject(closed);
    expect(() => queue.receive('jobs', async () => ({ kind: 'complete' }), 1)).toThrow('closed');
    const again = opened();
    expect(await again.tasks.get('t')).toBeDefined();
    expect(await again.tasks.get('u')).toBeUndefined();
    await again.close();
  });

  it('lets nobody pay for what another wrote in the same turn', async () => {
    const { tasks, close } = opened();
    const outcomes = await Promise.allSettled([
      tasks.start(task('good'), 'supersede'),
      tasks.start(task('bad\u0000', { owner: 'bob' }), 'supersede'),
      tasks.replace(next(task('good'))),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await tasks.get('good'))?.revision).toBe(1);
    await close();
  });

  it.each([
    ['no JSON', `'{"cut'`, 'a record'],
    ['no object', `'[]'`, 'a record'],
    ['of an unknown kind', `json_set(data, '$.kind', 'nap')`, "a task's kind"],
    ['in an unknown status', `json_set(data, '$.status', 'odd')`, "a task's status"],
    ['held by nobody', `json_set(data, '$.lease', json('{"until": 1}'))`, "a task's lease"],
    ['held by a number', `json_set(data, '$.lease', 7)`, "a task's lease"],
  ])('says that a task cannot be read whose record is %s', async (_, data, expected) => {
    const { tasks, close } = opened();
    await tasks.start(task('t'), 'supersede');
    vandalise(`UPDATE tasks SET data = ${data}`);
    const unreadable = {
      code: 'unavailable',
      message: expect.stringContaining(`something else than ${expected}`),
    };
    await expect(tasks.get('t')).rejects.toMatchObject(unreadable);
    await expect(tasks.list({ limit: 1 })).rejects.toMatchObject(unreadable);
    await close();
  });

  it('forgets many tasks whose time has come, some at a time', async () => {
    const { tasks, close } = opened();
    await tasks.start(task('t'), 'supersede');
    vandalise(`INSERT INTO tasks SELECT id || value, owner, kind, 'failed', created_at, wake_at, 1,
      revision, NULL, data FROM tasks, generate_series(1, 1234)`);
    expect(await tasks.removeExpired(1)).toBe(1234);
    expect(await tasks.get('t')).toBeDefined();
    await close();
  });
});
