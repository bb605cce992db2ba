import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Task } from '../../../../../shared/domain/tasks/task.js';
import { type TrainingInstance, trainingHouse } from '../../../../support/training-run.js';

let house: ReturnType<typeof trainingHouse>;
let one: TrainingInstance;
let other: TrainingInstance;
const open = () => {
  house = trainingHouse();
  one = house.instance();
  other = house.instance();
};
const close = async () => {
  for (const instance of [one, other]) instance.close();
  await house.close();
};
beforeEach(async () => {
  open();
  await house.happen('1');
});
afterEach(close);

async function trainOnce(): Promise<void> {
  const { task } = await one.retrain.start();
  const ended = one.work(task);
  const data = { from: 0, to: 9, events: 9, shoppers: 1, items: 1, cursor: await house.cursor() };
  (await house.run(house.begun.length)).finish({ data });
  await ended;
}

describe('one at a time', () => {
  test('of two that ask at once one starts a run, and the other is told which', async () => {
    const both = await Promise.all([one.retrain.start(), other.retrain.start()]);
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(['running', 'started']);
    const [newest] = await one.retrain.runs(10);
    expect(both.map(({ task }) => task.id)).toEqual([newest?.id, newest?.id]);
    expect(await one.retrain.runs(10)).toHaveLength(1);
  });

  test('two workers that get its message train once', async () => {
    const { task } = await one.retrain.start();
    const both = [one.work(task), other.work(task)];
    (await house.run(0)).finish();
    const settlements = await Promise.all(both);
    expect(settlements.map(({ kind }) => kind).toSorted()).toEqual(['complete', 'retry']);
    expect(house.begun).toHaveLength(1);
    expect(await other.work(task)).toEqual({ kind: 'complete' });
  });
});

describe('nothing new', () => {
  test('is recorded once, until something happens', async () => {
    await trainOnce();
    const first = await one.retrain.start();
    expect(first.kind).toBe('started');
    await one.work(first.task);
    const second = await one.retrain.start();
    expect(second).toMatchObject({ kind: 'nothing-new', task: { status: 'completed' } });
    expect(await other.retrain.start()).toEqual(second);
    expect(await one.retrain.runs(10)).toHaveLength(2);
    await house.happen('2');
    expect((await one.retrain.start()).kind).toBe('started');
  });

  test('is said of an empty shop too', async () => {
    await close();
    open();
    await one.work((await one.retrain.start()).task);
    expect(await one.retrain.start()).toMatchObject({
      kind: 'nothing-new',
      task: { reason: 'there is nothing to learn from yet' },
    });
  });

  test('a version of another store is no reason not to train', async () => {
    const { task } = await one.retrain.start();
    const ended = one.work(task);
    (await house.run(0)).finish();
    await ended;
    expect((await one.retrain.start()).kind).toBe('started');
  });
});

describe('stopping', () => {
  const stopped = { status: 'cancelled', reason: 'a stop was asked for' };
  const recordOf = ({ id }: Task) => house.tasks.get(id);

  test('a wish on this instance or another ends the run as cancelled', async () => {
    for (const [number, asked] of [one, other].entries()) {
      const { task } = await one.retrain.start();
      const ended = one.work(task);
      const { signal } = await house.run(number);
      expect(await asked.retrain.requestStop()).toMatchObject({
        ...{ id: task.id, isCancelRequested: true },
      });
      await ended;
      expect(signal.aborted).toBe(true);
      expect(await recordOf(task)).toMatchObject(stopped);
    }
    expect(await other.retrain.requestStop()).toBeUndefined();
    expect(await house.registry.list()).toEqual([]);
  });

  test('one that waits for its worker never begins', async () => {
    const { task } = await one.retrain.start();
    expect(await other.retrain.requestStop()).toMatchObject(stopped);
    expect(await one.work(task)).toEqual({ kind: 'complete' });
    expect(house.begun).toHaveLength(0);
  });

  test('there is nothing to stop where nothing was ever started', async () => {
    expect(await one.retrain.requestStop()).toBeUndefined();
  });
});
