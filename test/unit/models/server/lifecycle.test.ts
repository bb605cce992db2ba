import { expect, test } from 'vitest';
import { Lifecycle } from '../../../../models/server/lifecycle.js';

const codeOf = (enter: () => unknown) => {
  try {
    enter();
    return 'entered';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
};

test('work is taken from when it is ready until it drains, which ends when all work has', async () => {
  const lifecycle = new Lifecycle();
  expect(codeOf(() => lifecycle.enter())).toBe('the encoders warm up');
  lifecycle.ready();
  const [one, other] = [lifecycle.enter(), lifecycle.enter()];
  const drained = lifecycle.drain();
  expect(codeOf(() => lifecycle.enter())).toBe('this server is to end');
  one();
  let isDrained = false;
  void drained.then(() => {
    isDrained = true;
  });
  await Promise.resolve();
  expect(isDrained).toBe(false);
  other();
  await drained;
});

test('what is to end does not become ready any more', async () => {
  const lifecycle = new Lifecycle();
  await lifecycle.drain();
  lifecycle.ready();
  expect(lifecycle.state).toBe('draining');
});
