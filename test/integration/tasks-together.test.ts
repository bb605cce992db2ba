import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Libsql from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmbeddedTasks } from '../../shared/adapters/embedded/tasks/open-tasks.js';
import { names, received } from '../contract/task-queue/queue-under-test.js';
import { startTaskProcess, type TestProcess } from './fixtures/store-process.js';

const report = (error: unknown) => {
  throw error;
};

describe('Processes that share a folder', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tasks-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const nextLine = async ({ lines }: TestProcess) => (await lines.next()).value;

  it('make its database together, and let one of all that they start at once stand', async () => {
    const starters = ['a', 'b', 'c', 'd'].map((name) =>
      startTaskProcess([folder, 'start', name, '50']),
    );
    await Promise.all(starters.map(nextLine));
    for (const { child } of starters) child.stdin.write('go\n');
    const told: string[] = [];
    for (const starter of starters) {
      told.push(...((await nextLine(starter)) as { superseded: string[] }).superseded);
      expect(await starter.ended).toBe('');
    }
    const { tasks, close } = openEmbeddedTasks(folder, { report });
    const pending = (await tasks.list({ status: 'pending', limit: 10 })).tasks;
    const cancelled = (await tasks.list({ status: 'cancelled', limit: 300 })).tasks;
    expect(pending).toHaveLength(1);
    expect(cancelled).toHaveLength(199);
    expect(told.toSorted()).toEqual(cancelled.map(({ id }) => id).toSorted());
    await close();
  });

  it('wait for one that is busy making the database', async () => {
    const busy = new Libsql(join(folder, 'tasks.db'));
    busy.exec('BEGIN IMMEDIATE');
    const starter = startTaskProcess([folder, 'start', 'a', '1']);
    await nextLine(starter);
    starter.child.stdin.write('go\n');
    await setTimeout(200);
    busy.exec('ROLLBACK');
    busy.close();
    expect(await nextLine(starter)).toEqual({ superseded: [] });
    expect(await starter.ended).toBe('');
  });

  it('see the messages that another sends', async () => {
    const { queue, close } = openEmbeddedTasks(folder, { report });
    const sender = startTaskProcess([folder, 'send', 'a']);
    const arrived = await received(queue, 100);
    expect(names(arrived).slice(0, 100)).toEqual(
      Array.from({ length: 100 }, (_, index) => `a ${index}`),
    );
    sender.child.kill('SIGKILL');
    await sender.ended;
    await close();
  });

  it('settle what one of them has in hand when it is told to end', async () => {
    const { queue, close } = openEmbeddedTasks(folder, { report });
    await queue.send('recommendations', { taskId: 'left' });
    const holder = startTaskProcess([folder, 'hold', '600000']);
    await nextLine(holder);
    holder.child.stdin.end();
    expect(await holder.ended).toBe('');
    await queue.send('recommendations', { taskId: 'marker' });
    expect(names(await received(queue, 1))).toEqual(['marker']);
    await close();
  });
});
