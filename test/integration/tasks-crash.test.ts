import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmbeddedTasks } from '../../shared/adapters/embedded/tasks/open-tasks.js';
import { seededRandom } from '../../shared/domain/random.js';
import type { TaskMessage, TaskQueue } from '../../shared/ports/task-queue.js';
import { names, numbered, received, send } from '../contract/task-queue/queue-under-test.js';
import { startTaskProcess } from './fixtures/store-process.js';

const lockMs = 400;
const opened = (folder: string) =>
  openEmbeddedTasks(folder, {
    ...{ lockMs, maxDeliveries: 1_000 },
    report(error) {
      throw error;
    },
  });

/** Kills a process once it has said a number of things; all that it said. */
async function killAfter(args: readonly string[], count: number): Promise<readonly unknown[]> {
  const { child, lines, ended } = startTaskProcess(args);
  const said: unknown[] = [];
  for await (const line of lines) {
    said.push(line);
    if (said.length === count) child.kill('SIGKILL');
  }
  expect(await ended).toBe('');
  return said;
}

/** The ids of all messages that are left, until a last one has come and nothing is locked any more. */
async function drained(queue: TaskQueue): Promise<readonly string[]> {
  await queue.send('recommendations', { taskId: 'last' }, 2 * lockMs);
  const ids: string[] = [];
  await new Promise<void>((resolve) => {
    queue.receive(
      'recommendations',
      async ({ body }) => {
        const { taskId } = body as TaskMessage;
        ids.push(taskId);
        if (taskId === 'last') resolve();
        return { kind: 'complete' };
      },
      1,
    );
  });
  return ids.slice(0, -1);
}

describe('The embedded task queue, whose processes are killed', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tasks-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('has every message that a killed sender was told is sent', async () => {
    const sent: unknown[] = [];
    for (const name of ['a', 'b']) sent.push(...(await killAfter([folder, 'send', name], 70)));
    const { queue, close } = opened(folder);
    const ids = new Set(await drained(queue));
    for (const line of sent) expect(ids).toContain((line as { sent: string }).sent);
    expect(sent.length).toBeGreaterThanOrEqual(140);
    await close();
  });

  it('gives others what killed receivers had taken, and nothing is lost', async () => {
    const { queue, close } = opened(folder);
    const ids = numbered(400);
    await send(queue, ...ids);
    const random = seededRandom(20_261_203);
    const handled = new Set<string>();
    for (let round = 0; round < 4; round++) {
      const counts = [1 + Math.floor(random() * 60), 1 + Math.floor(random() * 60)];
      const args = [folder, 'receive', `${lockMs}`];
      const said = await Promise.all(counts.map((count) => killAfter(args, count)));
      for (const line of said.flat())
        handled.add((line as { handling: TaskMessage }).handling.taskId);
    }
    expect(handled.size).toBeLessThan(ids.length);
    for (const id of await drained(queue)) handled.add(id);
    expect([...handled].toSorted()).toEqual(ids.toSorted());
    await send(queue, 'marker');
    await close();
    const again = opened(folder);
    expect(names(await received(again.queue, 1))).toEqual(['marker']);
    expect(await again.queue.deadLetters('recommendations', 1)).toEqual([]);
    await again.close();
  });

  it('gives a message again that a killed process held, once its lock has run out', async () => {
    const { queue, close } = opened(folder);
    await send(queue, 'held');
    await killAfter([folder, 'hold', `${lockMs}`], 1);
    const [delivery] = await received(queue, 1);
    expect(delivery).toMatchObject({ body: { taskId: 'held' }, deliveryCount: 2 });
    await close();
  });
});
