import { describe, expect, it } from 'vitest';
import type { Claim, Task } from '../../../../../shared/domain/tasks/task.js';
import {
  beaten,
  beginning,
  cancelled,
  concluded,
  type Outcome,
  overdue,
  woken,
} from '../../../../../shared/domain/tasks/task-life.js';
import { freshTask, taskLimits as limits } from '../../../../support/tasks.js';

const { leaseMs, resendMs, keepMs, totalMs } = limits;

function begin(
  task: Task,
  now = 10,
  holder = 'w1',
): { readonly task: Task; readonly claim: Claim } {
  const next = beginning(task, { now, holder, limits });
  if (next.kind !== 'run') throw new Error(`it was to run, and is ${next.kind}`);
  return next;
}
const conclude = (task: Task, claim: Claim, outcome: Outcome, now = 20) =>
  concluded(task, claim, { outcome, now, limits });

describe('Beginning a task', () => {
  it('claims an attempt with a lease, and counts it', () => {
    const { task, claim } = begin(freshTask());
    expect(claim).toEqual({ holder: 'w1', attempt: 1 });
    expect(task).toMatchObject({
      ...{ status: 'pending', attempt: 1, startedAt: 10, revision: 1 },
      ...{ lease: { holder: 'w1', until: 10 + leaseMs }, wakeAt: 10 + leaseMs + resendMs },
    });
  });

  it('leaves a task alone that another holds, until their lease has run out', () => {
    const { task } = begin(freshTask());
    const held = beginning(task, { now: 10 + leaseMs - 1, holder: 'w2', limits });
    expect(held).toEqual({ kind: 'held', until: 10 + leaseMs });
    expect(begin(task, 10 + leaseMs, 'w2').claim).toEqual({ holder: 'w2', attempt: 2 });
  });

  it('does nothing with a task that has ended', () => {
    const { task, claim } = begin(freshTask());
    const ended = conclude(task, claim, { kind: 'completed', result: 1 });
    expect(ended && beginning(ended, { now: 30, holder: 'w2', limits })).toEqual({
      kind: 'over',
      task: ended,
    });
  });

  it('fails a task that no worker has begun in time', () => {
    const late = beginning(freshTask(), { now: limits.queueMs, holder: 'w1', limits });
    expect(late).toMatchObject({
      kind: 'end',
      task: { status: 'failed', reason: 'no worker began it within 1 s' },
    });
  });

  it('fails a task whose whole time is over, however often it was begun', () => {
    const { task } = begin(freshTask());
    expect(beginning(task, { now: totalMs, holder: 'w1', limits })).toMatchObject({
      kind: 'end',
      task: { status: 'failed', reason: 'it had not ended 10 s after its start' },
    });
  });

  it('gives up a task whose workers keep dying, and says that its message is poison', () => {
    let task = freshTask();
    let now = 0;
    for (let attempt = 1; attempt <= limits.maxAttempts; attempt += 1) {
      task = begin(task, now).task;
      now += leaseMs;
    }
    expect(beginning(task, { now, holder: 'w1', limits })).toMatchObject({
      kind: 'end',
      task: {
        ...{ status: 'failed', isPoison: true },
        reason: 'gave up after 3 attempts: its workers ended before it did',
      },
    });
  });

  it('cancels a task whose worker died after a stop was asked for', () => {
    const { task } = begin(freshTask());
    const asked = cancelled(task, 20, 'enough') ?? task;
    expect(beginning(asked, { now: 10 + leaseMs, holder: 'w2', limits })).toMatchObject({
      kind: 'end',
      task: { status: 'cancelled', reason: 'enough' },
    });
  });
});

describe('Cancelling a task', () => {
  it('ends one that nobody runs at once', () => {
    expect(cancelled(freshTask(), 5, 'enough')).toMatchObject({
      ...{ status: 'cancelled', reason: 'enough', endedAt: 5, expiresAt: 5 + keepMs },
    });
  });

  it('leaves a flag for the worker of one that runs', () => {
    const { task } = begin(freshTask());
    expect(cancelled(task, 20, 'enough')).toMatchObject({
      ...{ status: 'pending', isCancelRequested: true, reason: 'enough' },
    });
  });

  it('changes nothing the second time, nor after the end', () => {
    const { task, claim } = begin(freshTask());
    const asked = cancelled(task, 20, 'enough') ?? task;
    expect(cancelled(asked, 21, 'again')).toBeUndefined();
    const done = conclude(task, claim, { kind: 'completed' });
    expect(done && cancelled(done, 30, 'too late')).toBeUndefined();
  });
});

describe('Concluding an attempt', () => {
  it('completes with the result, whole progress and no lease', () => {
    const { task, claim } = begin(freshTask());
    const done = conclude(task, claim, { kind: 'completed', result: { n: 1 }, reason: 'as asked' });
    expect(done).toMatchObject({
      ...{ status: 'completed', progress: 1, result: { n: 1 }, reason: 'as asked' },
      ...{ endedAt: 20, expiresAt: 20 + keepMs },
    });
    expect(done).not.toHaveProperty('lease');
  });

  it('lets a stop that was asked for first win, and keeps no result then', () => {
    const { task, claim } = begin(freshTask());
    const asked = cancelled(task, 15, 'enough') ?? task;
    const ended = conclude(asked, claim, { kind: 'completed', result: { secret: 1 } });
    expect(ended).toMatchObject({ status: 'cancelled', reason: 'enough' });
    expect(ended).not.toHaveProperty('result');
  });

  it('counts for nothing once another worker has taken the task', () => {
    const first = begin(freshTask());
    const second = begin(first.task, 10 + leaseMs, 'w2');
    expect(conclude(second.task, first.claim, { kind: 'completed', result: 1 })).toBeUndefined();
    expect(conclude(second.task, second.claim, { kind: 'completed', result: 2 })).toMatchObject({
      result: 2,
    });
  });

  it('still counts after the lease ran out, if nobody took the task', () => {
    const { task, claim } = begin(freshTask());
    const late = conclude(task, claim, { kind: 'completed', result: 1 }, 10 + 2 * leaseMs);
    expect(late).toMatchObject({ status: 'completed' });
  });

  it('waits for another attempt after a fault, while there are any', () => {
    let { task, claim } = begin(freshTask());
    for (const attempt of [1, 2]) {
      const waiting = conclude(task, claim, { kind: 'broken', reason: 'the disk is full' });
      expect(waiting).toMatchObject({ status: 'pending', attempt, reason: 'the disk is full' });
      ({ task, claim } = begin(waiting ?? task, 30));
    }
    expect(conclude(task, claim, { kind: 'broken', reason: 'the disk is full' })).toMatchObject({
      ...{ status: 'failed', isPoison: true },
      reason: 'gave up after 3 attempts: the disk is full',
    });
  });

  it('does not count attempts against the task whose workers were stopped', () => {
    let { task, claim } = begin(freshTask());
    for (let stops = 0; stops < 5; stops += 1) {
      const waiting = conclude(task, claim, { kind: 'returned', reason: 'a new version came' });
      expect(waiting).toMatchObject({ status: 'pending', returned: stops + 1 });
      ({ task, claim } = begin(waiting ?? task, 30));
    }
    expect(conclude(task, claim, { kind: 'broken', reason: 'a hiccup' })?.status).toBe('pending');
  });

  it('fails at once where another attempt makes no sense', () => {
    const { task, claim } = begin(freshTask());
    const failed = conclude(task, claim, { kind: 'failed', reason: 'no such filter' });
    expect(failed).toMatchObject({ status: 'failed', reason: 'no such filter' });
    expect(failed).not.toHaveProperty('isPoison');
  });

  it('forgets the fault of an earlier attempt when a later one completes', () => {
    const first = begin(freshTask());
    const waiting = conclude(first.task, first.claim, { kind: 'broken', reason: 'a hiccup' });
    const second = begin(waiting ?? first.task, 30);
    expect(conclude(second.task, second.claim, { kind: 'completed' })).not.toHaveProperty('reason');
  });
});

describe('A beat', () => {
  it('renews the lease and tells how far the run is, never falling back', () => {
    const { task, claim } = begin(freshTask());
    const standing = { stage: 'Ranking', progress: 0.5, etaMs: 100 };
    const on = beaten(task, claim, { now: 100, limits, standing }) ?? task;
    expect(on).toMatchObject({ ...standing, lease: { until: 100 + leaseMs } });
    const back = beaten(on, claim, {
      now: 200,
      limits,
      standing: { stage: 'More', progress: 0.1 },
    });
    expect(back).toMatchObject({ stage: 'More', progress: 0.5 });
  });

  it('means nothing from a worker that has lost the task', () => {
    const first = begin(freshTask());
    const second = begin(first.task, 10 + leaseMs, 'w2');
    expect(beaten(second.task, first.claim, { now: 400, limits })).toBeUndefined();
  });
});

describe('What the sweep finds', () => {
  it('is overdue only where nobody runs it and its time is over', () => {
    expect(overdue(freshTask(), 999)).toBeUndefined();
    expect(overdue(freshTask(), 1_000)).toMatchObject({ status: 'failed' });
    const { task } = begin(freshTask());
    expect(overdue(task, 10 + leaseMs - 1)).toBeUndefined();
    expect(overdue(task, 10 + leaseMs)).toBeUndefined();
    expect(overdue(task, totalMs)).toMatchObject({ status: 'failed' });
  });

  it('is looked at again later once it has been woken', () => {
    expect(woken(freshTask(), 800, limits)).toMatchObject({ wakeAt: 800 + resendMs, revision: 1 });
  });
});
