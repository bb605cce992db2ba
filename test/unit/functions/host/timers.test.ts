import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startTimers, type Timers } from '../../../../functions/host/timers.js';
import type { Trigger } from '../../../../functions/trigger.js';

let timers: Timers | undefined;
beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1, 12, 0, 30) });
});
afterEach(() => {
  timers?.stop();
  vi.useRealTimers();
});

const failures: unknown[] = [];
function every(schedule: string, handle: () => Promise<void>): void {
  const timer: Trigger = { kind: 'timer', name: 'retrain', schedule, handle };
  const other: Trigger = {
    kind: 'queue',
    name: 'other',
    queue: 'jobs',
    concurrency: 1,
    handle: async () => ({ kind: 'complete' }),
  };
  timers = startTimers([other, timer], (name, error) => failures.push([name, error]));
}

test('a timer fires when its schedule says, in UTC', async () => {
  const at: string[] = [];
  every('0 */5 12 * * *', async () => void at.push(new Date().toISOString()));
  await vi.advanceTimersByTimeAsync(11 * 60_000);
  expect(at).toEqual(['2026-01-01T12:05:00.000Z', '2026-01-01T12:10:00.000Z']);
});

test('none begins before the last has ended', async () => {
  let begun = 0;
  let end: () => void = () => undefined;
  every('* * * * * *', () => {
    begun += 1;
    return new Promise((resolve) => {
      end = resolve;
    });
  });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(begun).toBe(1);
  end();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(begun).toBe(2);
});

test('a failure is reported under the timer’s name, and the next turn comes', async () => {
  failures.length = 0;
  every('* * * * * *', async () => Promise.reject(new Error('no luck')));
  await vi.advanceTimersByTimeAsync(2_500);
  expect(failures).toEqual([
    ['retrain', new Error('no luck')],
    ['retrain', new Error('no luck')],
  ]);
});

test('nothing fires after the stop', async () => {
  let begun = 0;
  every('* * * * * *', async () => void begun++);
  timers?.stop();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(begun).toBe(0);
});
