import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AppError } from '../../../../../shared/domain/errors.js';
import type { Task } from '../../../../../shared/domain/tasks/task.js';
import { type TrainingInstance, trainingHouse } from '../../../../support/training-run.js';

let house: ReturnType<typeof trainingHouse>;
let one: TrainingInstance;
beforeEach(async () => {
  house = trainingHouse();
  one = house.instance();
  await house.happen('1');
});
afterEach(async () => {
  one.close();
  await house.close();
});

const died = new AppError('unavailable', 'the training process died');

/** A task, and the work on it under way. */
async function begin(by = one) {
  const { task, kind } = await by.retrain.start();
  expect(kind).toBe('started');
  return { task, ended: by.work(task) };
}

async function recordOf({ id }: Task): Promise<Task> {
  const task = await house.tasks.get(id);
  if (task === undefined) throw new Error(`expected a record of ${id}`);
  return task;
}

async function trainOnce(number = 0): Promise<Task> {
  const { task, ended } = await begin();
  const data = { from: 0, to: 9, events: 9, shoppers: 1, items: 1, cursor: await house.cursor() };
  (await house.run(number)).finish({ data });
  expect(await ended).toEqual({ kind: 'complete' });
  return recordOf(task);
}

describe('a run', () => {
  test('publishes what was trained and leaves a record of all of it', async () => {
    const task = await trainOnce();
    const serving = await house.registry.serving();
    expect(task).toMatchObject({ status: 'completed', progress: 1, reason: 'not worse' });
    expect(task.result).toMatchObject({
      version: serving?.value,
      verdict: { isPublished: true },
      models: [{ name: 'hybrid', metrics: { 'ndcg@20': { mean: 0.3 } } }],
      declined: { ease: 'too many items' },
    });
    const { manifest } = await house.registry.load(serving?.value ?? '');
    expect(manifest.seed).toBe((await house.run(0)).request.seed);
    expect(house.telemetry.tasks).toMatchObject([{ status: 'completed' }]);
    expect(house.telemetry.metrics).toEqual([
      {
        name: 'training-quality',
        value: 0.3,
        dimensions: { model: 'hybrid', metric: 'ndcg@20' },
      },
      { name: 'training-events', value: 9, dimensions: {} },
    ]);
    expect(house.telemetry.events).toContain('training ended');
  });

  test('sets aside what was judged worse, and says why', async () => {
    const { task, ended } = await begin();
    (await house.run(0)).finish({ verdict: { isPublished: false, reason: 'worse by far' } });
    await ended;
    expect(await house.registry.serving()).toBeUndefined();
    expect(await house.registry.list()).toHaveLength(1);
    expect(await recordOf(task)).toMatchObject({ status: 'completed', reason: 'worse by far' });
  });

  test('keeps nothing where nothing was trained', async () => {
    const { task, ended } = await begin();
    const verdict = { isPublished: false, reason: 'nothing was trained: hybrid: no events' };
    (await house.run(0)).finish({ models: [], verdict });
    await ended;
    expect(await house.registry.list()).toEqual([]);
    expect((await recordOf(task)).reason).toBe(verdict.reason);
  });

  test('hands what serves to the trainer, each with the version it was made in', async () => {
    await trainOnce();
    await house.happen('2');
    house.pass(1_000);
    const version = (await house.registry.serving())?.value;
    const { ended } = await begin();
    const { request, finish } = await house.run(1);
    const hybrid = request.serving.get('hybrid');
    expect(hybrid).toMatchObject({ parameters: { rank: 8 }, keptFrom: version });
    expect([...(hybrid?.files.get('factors.bin') ?? [])]).toEqual([1, 2, 3]);
    const kept = hybrid ? [hybrid] : [];
    finish({ models: kept });
    await ended;
    const now = await house.registry.load((await house.registry.serving())?.value ?? '');
    expect(now.manifest).toMatchObject({ parent: version, models: [{ keptFrom: version }] });
  });

  test('shows how far it is, with the time to go, in its record and where it runs', async () => {
    const { task, ended } = await begin();
    const { progress, finish } = await house.run(0);
    house.pass(1_000);
    progress.report('Training hybrid', 0.25, 1);
    await vi.waitFor(async () =>
      expect(await recordOf(task)).toMatchObject({
        ...{ stage: 'Training hybrid', progress: 0.25, etaMs: 3_000 },
      }),
    );
    finish();
    await ended;
    expect(one.progress.reports).toContainEqual({ stage: 'Training hybrid', done: 0.25, total: 1 });
    expect(one.progress.ended).toBe(1);
  });

  test('that fails says why when its attempts are used up, and what serves stays', async () => {
    await trainOnce();
    const before = await house.registry.serving();
    await house.happen('2');
    const { task, ended } = await begin();
    (await house.run(1)).fail(died);
    expect(await ended).toMatchObject({ kind: 'retry' });
    expect(await recordOf(task)).toMatchObject({ status: 'pending', attempt: 1 });

    const again = one.work(task);
    (await house.run(2)).fail(died);
    expect(await again).toMatchObject({ kind: 'dead-letter' });
    expect(await recordOf(task)).toMatchObject({
      status: 'failed',
      reason: 'gave up after 2 attempts: the training process died',
    });
    expect(await house.registry.serving()).toEqual(before);
    expect((await one.retrain.start()).kind).toBe('started');
  });

  test('that finds the disk full while publishing says so, and what serves stays', async () => {
    const { task, ended } = await begin();
    house.disk.isFull = true;
    (await house.run(0)).finish();
    await ended;
    expect(await recordOf(task)).toMatchObject({ status: 'pending', reason: 'the disk is full' });
    expect(await house.registry.serving()).toBeUndefined();
  });

  test('whose shop has nothing new trains nothing, and says so', async () => {
    await trainOnce();
    const version = (await house.registry.serving())?.value;
    const { task, ended } = await begin();
    await ended;
    expect(await recordOf(task)).toMatchObject({
      status: 'completed',
      reason: `nothing has changed since version ${version}`,
    });
    expect(house.begun).toHaveLength(1);
  });
});

describe('another attempt', () => {
  test('takes over from a worker that died, and trains from the same seed', async () => {
    const dead = house.instance({ watchEveryMs: 60_000 });
    const { task, ended } = await begin(dead);
    const first = await house.run(0);
    expect(await one.work(task)).toEqual({ kind: 'retry', delayMs: 3_000 });

    house.pass(3_000);
    const again = one.work(task);
    const second = await house.run(1);
    expect(second.request.seed).toBe(first.request.seed);
    second.finish();
    await again;
    expect(await recordOf(task)).toMatchObject({ status: 'completed', attempt: 2 });
    // The dead one was only slow: what it made comes too late.
    first.finish();
    expect(await ended).toEqual({ kind: 'complete' });
    expect(await house.registry.list()).toHaveLength(1);
    dead.close();
  });

  test('of a run that broke off after it had published trains nothing', async () => {
    const publish: typeof house.registry.publish = async (candidate) => {
      await house.registry.publish(candidate);
      throw new Error('killed');
    };
    const dying = house.instance({ registry: { ...house.registry, publish } });
    const { task, ended } = await begin(dying);
    const data = { from: 0, to: 9, events: 9, shoppers: 1, items: 1, cursor: await house.cursor() };
    (await house.run(0)).finish({ data });
    expect(await ended).toMatchObject({ kind: 'retry' });
    await one.work(task);
    const version = (await house.registry.serving())?.value;
    expect(await recordOf(task)).toMatchObject({
      ...{ status: 'completed', attempt: 2 },
      reason: `nothing has changed since version ${version}`,
    });
    expect(house.begun).toHaveLength(1);
    dying.close();
  });
});

describe('the end of', () => {
  test('a claim ends the run, and publishes nothing', async () => {
    const slow = house.instance();
    const { task, ended } = await begin(slow);
    const { signal } = await house.run(0);
    house.pass(3_000);
    const again = one.work(task);
    await ended;
    expect(signal.aborted).toBe(true);
    (await house.run(1)).finish();
    await again;
    expect(await house.registry.list()).toHaveLength(1);
    slow.close();
  });

  test('the process ends the run, and another begins it again', async () => {
    const { task, ended } = await begin();
    const { signal } = await house.run(0);
    one.close();
    expect(await ended).toEqual({ kind: 'retry', delayMs: 0 });
    expect(signal.aborted).toBe(true);
    expect(await recordOf(task)).toMatchObject({ status: 'pending' });
    const other = house.instance();
    const again = other.work(task);
    (await house.run(1)).finish();
    await again;
    expect(await recordOf(task)).toMatchObject({ status: 'completed', attempt: 2 });
    other.close();
  });
});

test('a serving version that is damaged is no rival, and is told of', async () => {
  await trainOnce();
  await house.happen('2');
  const damaged = { ...house.registry, load: () => Promise.reject(house.damage()) };
  const careful = house.instance({ registry: damaged });
  const { ended } = await begin(careful);
  const { request, finish } = await house.run(1);
  expect(request.serving.size).toBe(0);
  expect(house.telemetry.exceptions).toHaveLength(1);
  finish();
  await ended;
  careful.close();
});
