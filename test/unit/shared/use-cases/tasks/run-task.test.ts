import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../../../shared/domain/errors.js';
import type { Jobs } from '../../../../../shared/use-cases/tasks/job.js';
import { heldJob, openTaskHouse, type TaskHouse } from '../../../../support/task-house.js';

let house: TaskHouse;
beforeEach(async () => {
  house = await openTaskHouse();
});
afterEach(() => house.close());

const never = new AbortController().signal;
const jobOf = (run: NonNullable<Jobs['recommend-v1']>['run']): Jobs => ({
  'recommend-v1': { run },
});

describe('Running a task', () => {
  it('completes it with what its job came to', async () => {
    const { id } = await house.start();
    const run = house.runner(jobOf(async ({ task }) => ({ result: { asked: task.request } })));
    expect(await run(id, never)).toEqual({ kind: 'complete' });
    expect(await house.tasks.get(id)).toMatchObject({
      ...{ status: 'completed', attempt: 1, progress: 1, result: { asked: { limit: 1 } } },
    });
    expect(house.telemetry.tasks).toMatchObject([{ id, status: 'completed', attempts: 1 }]);
  });

  it('does nothing for a message of a task that has ended, or of none', async () => {
    const { id } = await house.start();
    let runs = 0;
    const run = house.runner(
      jobOf(async () => {
        runs += 1;
        return {};
      }),
    );
    for (const each of [id, id, 'unheard-of'])
      expect(await run(each, never)).toEqual({ kind: 'complete' });
    expect(runs).toBe(1);
  });

  it('lets two workers with the same message run it once', async () => {
    const { id } = await house.start();
    const held = heldJob();
    const jobs = { 'recommend-v1': held.job };
    const first = house.runner(jobs)(id, never);
    await held.hasBegun(1);
    expect(await house.runner(jobs)(id, never)).toMatchObject({ kind: 'retry' });
    held.begun[0]?.finish(1);
    await first;
    expect(await house.tasks.get(id)).toMatchObject({ status: 'completed', attempt: 1, result: 1 });
  });

  it('stops the job when another process writes that it is to stop', async () => {
    const { id } = await house.start();
    const held = heldJob();
    const done = house.runner({ 'recommend-v1': held.job })(id, never);
    await held.hasBegun(1);
    expect(await house.manageTasks.cancel(id, 'ann')).toMatchObject({ hadEnded: false });
    expect(await done).toEqual({ kind: 'complete' });
    expect(held.begun[0]?.signal.aborted).toBe(true);
    const ended = await house.tasks.get(id);
    expect(ended).toMatchObject({ status: 'cancelled', reason: 'a stop was asked for' });
    expect(ended).not.toHaveProperty('result');
  });

  it('keeps a result away that came after the stop was asked for', async () => {
    const { id } = await house.start();
    const run = house.runner(
      jobOf(async () => {
        await house.manageTasks.cancel(id, 'ann');
        return { result: 'too late' };
      }),
    );
    await run(id, never);
    const ended = await house.tasks.get(id);
    expect(ended?.status).toBe('cancelled');
    expect(ended).not.toHaveProperty('result');
  });

  it('tries again after a fault, and keeps the message aside when attempts are used up', async () => {
    const { id } = await house.start();
    const run = house.runner(jobOf(() => Promise.reject(new AppError('unavailable', 'no disk'))));
    expect(await run(id, never)).toMatchObject({ kind: 'retry' });
    expect(await house.tasks.get(id)).toMatchObject({ status: 'pending', reason: 'no disk' });
    expect(await run(id, never)).toMatchObject({ kind: 'retry' });
    const reason = 'gave up after 3 attempts: no disk';
    expect(await run(id, never)).toEqual({ kind: 'dead-letter', reason });
    expect(await house.tasks.get(id)).toMatchObject({ status: 'failed', isPoison: true, reason });
    expect(await run(id, never)).toEqual({ kind: 'dead-letter', reason });
    expect(house.telemetry.exceptions).toHaveLength(3);
  });

  it('waits longer after each fault', async () => {
    const { id } = await house.start();
    const run = house.runner(jobOf(() => Promise.reject(new Error('hiccup'))));
    const delays = [await run(id, never), await run(id, never)].map((settled) =>
      settled.kind === 'retry' ? settled.delayMs : 0,
    );
    expect(delays).toEqual([500, 1_000]);
  });

  it('tells nobody what an unforeseen fault says', async () => {
    const { id } = await house.start();
    await house.runner(jobOf(() => Promise.reject(new Error('password=123'))))(id, never);
    expect((await house.tasks.get(id))?.reason).toBe('something went wrong here');
  });

  it('fails at once where the request itself is wrong', async () => {
    const { id } = await house.start();
    const run = house.runner(jobOf(() => Promise.reject(new AppError('invalid', 'no such field'))));
    expect(await run(id, never)).toEqual({ kind: 'complete' });
    expect(await house.tasks.get(id)).toMatchObject({ status: 'failed', reason: 'no such field' });
  });

  it('leaves a kind that nothing here does to others', async () => {
    const { id } = await house.start();
    expect(await house.runner({})(id, never)).toMatchObject({ kind: 'retry' });
    expect(await house.tasks.get(id)).toMatchObject({ status: 'pending' });
  });

  it('gives the task back when its receiver closes', async () => {
    const { id } = await house.start();
    const held = heldJob();
    const closing = new AbortController();
    const done = house.runner({ 'recommend-v1': held.job })(id, closing.signal);
    await held.hasBegun(1);
    closing.abort();
    expect(await done).toEqual({ kind: 'retry', delayMs: 0 });
    const waiting = await house.tasks.get(id);
    expect(waiting).toMatchObject({ status: 'pending' });
    expect(waiting).not.toHaveProperty('lease');
  });

  it('does not begin the job of a receiver that has closed', async () => {
    const { id } = await house.start();
    const signal = AbortSignal.abort();
    const run = house.runner(
      jobOf(async (job) => {
        job.signal.throwIfAborted();
        return {};
      }),
    );
    expect(await run(id, signal)).toEqual({ kind: 'retry', delayMs: 0 });
  });

  it('says how far it is, and renews its claim, while it runs', async () => {
    const { id } = await house.start();
    const held = heldJob();
    const run = house.runner(
      jobOf(async (job) => {
        job.progress.report('Looking', 1, 4);
        await job.confirm();
        return held.job.run(job);
      }),
    );
    const done = run(id, never);
    const standing = await house.until(id, ({ stage }) => stage === 'Looking');
    expect(standing).toMatchObject({ progress: 0.25, status: 'pending' });
    held.begun[0]?.finish(1);
    await done;
  });
});

describe('A task that takes too long', () => {
  it('fails once an attempt is over its time', async () => {
    await house.close();
    house = await openTaskHouse({ limits: { runMs: 30 } });
    const { id } = await house.start();
    await house.runner({ 'recommend-v1': heldJob().job })(id, never);
    expect(await house.tasks.get(id)).toMatchObject({
      ...{ status: 'failed', reason: 'an attempt took longer than 0.03 s' },
    });
  });

  it('fails once its whole time is over', async () => {
    await house.close();
    house = await openTaskHouse({ limits: { totalMs: 100 } });
    const { id } = await house.start();
    await house.runner({ 'recommend-v1': heldJob().job })(id, never);
    expect(await house.tasks.get(id)).toMatchObject({
      ...{ status: 'failed', reason: 'it took longer than it may in all' },
    });
  });
});

describe('A worker that was held up', () => {
  it('loses its task to another, stops, and its result counts for nothing', async () => {
    await house.close();
    // Nothing renews in time a lease that is over as soon as it begins.
    house = await openTaskHouse({ limits: { leaseMs: 1 } });
    const { id } = await house.start();
    const held = heldJob();
    const stubborn = jobOf(async ({ signal }) => {
      const other = house.runner({ 'recommend-v1': { run: async () => ({ result: 'theirs' }) } });
      while ((await other(id, never)).kind === 'retry');
      return { result: signal.aborted ? 'mine, though I lost it' : 'mine' };
    });
    expect(await house.runner(stubborn)(id, never)).toEqual({ kind: 'complete' });
    expect(await house.tasks.get(id)).toMatchObject({
      ...{ status: 'completed', attempt: 2, result: 'theirs' },
    });
    expect(held.begun).toHaveLength(0);
  });
});
