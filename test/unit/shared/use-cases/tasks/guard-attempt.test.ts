import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { heldJob, openTaskHouse, type TaskHouse } from '../../../../support/task-house.js';

let house: TaskHouse;
beforeEach(async () => {
  house = await openTaskHouse();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await house.close();
});

const never = new AbortController().signal;

describe('A job that was told to stop', () => {
  it('is told of where it does not, and its task ends without it', async () => {
    const { id } = await house.start();
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const run = () => {
      begin();
      return new Promise<never>(() => undefined);
    };
    const ended = house.runner({ 'recommend-v1': { run } })(id, never);
    await begun;
    await house.manageTasks.cancel(id, 'ann');
    await vi.advanceTimersByTimeAsync(6_000);
    expect(await ended).toEqual({ kind: 'complete' });
    expect(await house.tasks.get(id)).toMatchObject({ status: 'cancelled' });
    expect(house.telemetry.events).toEqual(['task-overrun']);
  });

  it('is not told of where it did', async () => {
    const { id } = await house.start();
    const held = heldJob();
    const ended = house.runner({ 'recommend-v1': held.job })(id, never);
    await held.hasBegun(1);
    await house.manageTasks.cancel(id, 'ann');
    await ended;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(house.telemetry.events).toEqual([]);
  });
});
