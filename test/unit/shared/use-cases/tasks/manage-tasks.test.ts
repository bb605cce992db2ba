import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asyncTrace } from '../../../../../shared/adapters/trace/async-trace.js';
import { shopOwner } from '../../../../../shared/domain/tasks/task.js';
import { originOf } from '../../../../../shared/domain/trace-context.js';
import { makeManageTasks } from '../../../../../shared/use-cases/tasks/manage-tasks.js';
import { heldJob, openTaskHouse, type TaskHouse } from '../../../../support/task-house.js';

let house: TaskHouse;
beforeEach(async () => {
  house = await openTaskHouse({ maxPending: 60 });
});
afterEach(() => house.close());

const quick = { 'recommend-v1': { run: async () => ({ result: { n: 1 } }) } };

describe('Starting tasks', () => {
  it('notes the request that asked for one in its record and in its message', async () => {
    const trace = asyncTrace();
    const manageTasks = makeManageTasks({ ...house, trace, maxPending: 60 });
    const wish = { kind: 'recommend-v1', owner: 'ann', request: {} } as const;
    const bodies: unknown[] = [];
    const { task, origin } = await trace.within({ requestId: 'r-1' }, async () => {
      const context = trace.current();
      const { task } = await manageTasks.start(wish);
      return { task, origin: context && originOf(context) };
    });
    const receiver = house.queue.receive(
      'recommendations',
      async ({ body }) => {
        bodies.push(body);
        return { kind: 'complete' };
      },
      1,
    );
    await expect.poll(() => bodies).toEqual([{ taskId: task.id, origin }]);
    await receiver.close();
    expect((await house.tasks.get(task.id))?.origin).toEqual(origin);
    expect(origin?.requestId).toBe('r-1');
  });

  it('ends with one completed of fifty started at once', async () => {
    const held = heldJob();
    const receiver = house.work({ 'recommend-v1': held.job });
    const tasks = await Promise.all(Array.from({ length: 50 }, () => house.start()));
    const statuses = tasks.map(async ({ id }) => (await house.until(id)).status);
    const finishing = setInterval(() => {
      for (const { signal, finish } of held.begun) if (!signal.aborted) finish({ n: 1 });
    }, 20);
    const ended = await Promise.all(statuses);
    clearInterval(finishing);
    await receiver.close();
    const count = (wanted: string) => ended.filter((status) => status === wanted).length;
    expect([count('completed'), count('cancelled')]).toEqual([1, 49]);
  });

  it('stops the running task of the same session and version only', async () => {
    const held = heldJob();
    const receiver = house.work({ 'recommend-v1': held.job, 'recommend-v2': held.job });
    const wish = { kind: 'recommend-v2', owner: 'ann', request: {} } as const;
    const first = await house.start('ann');
    const other = (await house.manageTasks.start(wish)).task;
    const bob = await house.start('bob');
    await held.hasBegun(3);
    await house.start('ann');
    expect(await house.until(first.id)).toMatchObject({
      ...{ status: 'cancelled', reason: 'a newer one took its place' },
    });
    for (const { id } of [other, bob])
      expect(await house.tasks.get(id)).toMatchObject({
        status: 'pending',
        isCancelRequested: false,
      });
    await receiver.close();
  });

  it('gives the same task for the same idempotency key, and refuses another request with it', async () => {
    const wish = {
      kind: 'recommend-v1',
      owner: 'ann',
      request: { limit: 3 },
      idempotencyKey: 'k',
    } as const;
    const first = await house.manageTasks.start(wish);
    const again = await house.manageTasks.start(wish);
    expect([first.isNew, again.isNew]).toEqual([true, false]);
    expect(again.task.id).toBe(first.task.id);
    await expect(house.manageTasks.start({ ...wish, request: { limit: 4 } })).rejects.toMatchObject(
      { code: 'conflict' },
    );
    expect((await house.manageTasks.start({ ...wish, owner: 'bob' })).isNew).toBe(true);
  });

  it('says overloaded instead of letting a queue grow for ever', async () => {
    for (let n = 0; n < 60; n += 1) await house.start(`shopper-${n}`);
    await expect(house.start('one-too-many')).rejects.toMatchObject({ code: 'overloaded' });
    const receiver = house.work(quick);
    const { tasks } = await house.manageTasks.list({ limit: 100 });
    await Promise.all(tasks.map(({ id }) => house.until(id)));
    await house.start('one-too-many');
    await receiver.close();
  });

  it("gives the shop's work that is under way back instead of beginning it twice", async () => {
    const wish = { kind: 'retrain', owner: shopOwner, request: {} } as const;
    const both = await Promise.all([house.manageTasks.start(wish), house.manageTasks.start(wish)]);
    expect(both.map(({ isNew }) => isNew).toSorted()).toEqual([false, true]);
    expect(both[0]?.task.id).toBe(both[1]?.task.id);
  });
});

describe("A session's tasks", () => {
  it("are nobody else's: not to see, to stop or to list", async () => {
    const { id } = await house.start('ann');
    for (const attempt of [
      house.manageTasks.get(id, 'bob'),
      house.manageTasks.cancel(id, 'bob'),
      house.manageTasks.get('unheard-of', 'bob'),
      house.manageTasks.newest('bob', 'recommend-v1'),
    ])
      await expect(attempt).rejects.toMatchObject({
        ...{ code: 'not-found', message: 'this session has no such task' },
      });
    expect((await house.manageTasks.list({ owner: 'bob', limit: 10 })).tasks).toEqual([]);
    expect(await house.manageTasks.get(id, undefined)).toMatchObject({ status: 'pending' });
  });

  it('answer the newest of a version', async () => {
    await house.start();
    const { id } = await house.start();
    expect((await house.manageTasks.newest('ann', 'recommend-v1')).id).toBe(id);
  });

  it('end at once when stopped before a worker has begun, and only once', async () => {
    const { id } = await house.start();
    const first = await house.manageTasks.cancel(id, 'ann');
    expect(first).toMatchObject({ hadEnded: false, task: { status: 'cancelled' } });
    const again = await house.manageTasks.cancel(id, 'ann');
    expect(again).toMatchObject({ hadEnded: true, task: { revision: first.task.revision } });
  });

  it('stay as they are when stopped after completion', async () => {
    const receiver = house.work(quick);
    const { id } = await house.start();
    const done = await house.until(id);
    expect(await house.manageTasks.cancel(id, 'ann')).toEqual({ hadEnded: true, task: done });
    await receiver.close();
  });
});
