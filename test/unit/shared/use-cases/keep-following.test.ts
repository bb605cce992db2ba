import { expect, test } from 'vitest';
import { keepFollowing } from '../../../../shared/use-cases/keep-following.js';
import { RecordedTelemetry } from '../../../support/recorded-telemetry.js';

/** Pauses that end when the test says so. */
function pacing() {
  const waiting: (() => void)[] = [];
  const pause = (_: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      waiting.push(resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  const turn = async () => {
    waiting.shift()?.();
    for (let at = 0; at < 10; at += 1) await Promise.resolve();
  };
  return { pause, turn };
}

test('catches up after each pause, and no more once closed', async () => {
  const { pause, turn } = pacing();
  const telemetry = new RecordedTelemetry();
  let runs = 0;
  const catchUp = async () => {
    runs += 1;
  };
  const followChanges = { catchUp };
  const following = keepFollowing({ followChanges, everyMs: 1_000, telemetry, pause });
  await turn();
  await turn();
  expect(runs).toBe(2);
  await following.close();
  expect(runs).toBe(2);
});

test('tells of a store that fails once, goes on, and tells again after it worked', async () => {
  const { pause, turn } = pacing();
  const telemetry = new RecordedTelemetry();
  const outcomes = [false, false, true, false];
  const followChanges = {
    async catchUp() {
      if (!outcomes.shift()) throw new Error('gone');
    },
  };
  const following = keepFollowing({ followChanges, everyMs: 1_000, telemetry, pause });
  for (const _ of [1, 2, 3, 4]) await turn();
  expect(telemetry.exceptions).toHaveLength(2);
  await following.close();
});
