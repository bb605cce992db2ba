import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Task } from '../../../../../shared/domain/task.js';
import type { Retrain, Started } from '../../../../../shared/use-cases/retrain/retrain.js';
import { trainingHouse } from '../../../../support/training-run.js';

let house: ReturnType<typeof trainingHouse>;
let retrain: Retrain;
beforeEach(async () => {
  house = trainingHouse();
  retrain = house.instance();
  await house.happen('1');
});
afterEach(async () => {
  await retrain.close();
  house.close();
});

async function begin(from: Retrain = retrain): Promise<Extract<Started, { kind: 'started' }>> {
  const started = await from.start();
  if (started.kind !== 'started') throw new Error(`expected a run, got ${started.kind}`);
  return started;
}

async function trainOnce(number = 0): Promise<Task | undefined> {
  const { task, ended } = await begin();
  const data = { from: 0, to: 9, events: 9, shoppers: 1, items: 1, cursor: await house.cursor() };
  (await house.run(number)).finish({ data });
  await ended;
  return house.store.tasks.get(task.id);
}

describe('a run', () => {
  test('publishes what was trained and leaves a record of all of it', async () => {
    const task = await trainOnce();
    const serving = await house.registry.serving();
    expect(task).toMatchObject({ status: 'completed', progress: 1, reason: 'not worse' });
    expect(task?.result).toMatchObject({
      version: serving?.value,
      verdict: { isPublished: true },
      models: [{ name: 'hybrid', metrics: { 'ndcg@20': { mean: 0.3 } } }],
      declined: { ease: 'too many items' },
    });
    const { manifest } = await house.registry.load(serving?.value ?? '');
    expect(manifest.seed).toBe((await house.run(0)).request.seed);
    expect(house.telemetry.events).toEqual(['retrain']);
  });

  test('sets aside what was judged worse, and says why', async () => {
    const { task, ended } = await begin();
    (await house.run(0)).finish({ verdict: { isPublished: false, reason: 'worse by far' } });
    await ended;
    expect(await house.registry.serving()).toBeUndefined();
    expect(await house.registry.list()).toHaveLength(1);
    const record = await house.store.tasks.get(task.id);
    expect(record).toMatchObject({ status: 'completed', reason: 'worse by far' });
  });

  test('keeps nothing where nothing was trained', async () => {
    const { task, ended } = await begin();
    const verdict = { isPublished: false, reason: 'nothing was trained: hybrid: no events' };
    (await house.run(0)).finish({ models: [], verdict });
    await ended;
    expect(await house.registry.list()).toEqual([]);
    expect((await house.store.tasks.get(task.id))?.reason).toBe(verdict.reason);
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

  test('shows how far it is, with the time to go', async () => {
    const { task, ended } = await begin();
    const { progress, finish } = await house.run(0);
    house.pass(1_000);
    progress.report('Training hybrid', 0.25, 1);
    await vi.waitFor(async () =>
      expect(await house.store.tasks.get(task.id)).toMatchObject({
        ...{ stage: 'Training hybrid', progress: 0.25, etaMs: 3_000 },
      }),
    );
    finish();
    await ended;
  });

  test('that fails says why, and what serves stays', async () => {
    await trainOnce();
    const before = await house.registry.serving();
    await house.happen('2');
    const { task, ended } = await begin();
    (await house.run(1)).fail(new Error('the training thread died'));
    await ended;
    const record = await house.store.tasks.get(task.id);
    expect(record).toMatchObject({ status: 'failed', reason: 'the training thread died' });
    expect(await house.registry.serving()).toEqual(before);
    expect((await begin()).kind).toBe('started');
  });

  test('that finds the disk full while publishing says so, and what serves stays', async () => {
    const { task, ended } = await begin();
    house.disk.isFull = true;
    (await house.run(0)).finish();
    await ended;
    const record = await house.store.tasks.get(task.id);
    expect(record).toMatchObject({ status: 'failed', reason: 'the disk is full' });
    expect(await house.registry.serving()).toBeUndefined();
  });
});

describe('one at a time', () => {
  test('of two that begin at once one runs, and the other is told which', async () => {
    const other = house.instance();
    const both = await Promise.all([retrain.start(), other.start()]);
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(['running', 'started']);
    const again = await other.start();
    const [newest] = await retrain.runs(1);
    expect(again).toMatchObject({ kind: 'running', task: { id: newest?.id } });
    await house.run(0);
    expect(house.begun).toHaveLength(1);
    await other.close();
  });

  test('a dead trainer’s record is ended by the next, once the lease has run out', async () => {
    const dead: Task = {
      ...{ id: 'dead', kind: 'retrain', status: 'pending', stage: 'Training', progress: 0.5 },
      ...{ isCancelRequested: false, createdAt: 1, revision: 3 },
    };
    await house.store.tasks.create(dead);
    await house.store.leases.acquire('retrain', 3_000);
    expect((await retrain.start()).kind).toBe('running');
    house.pass(3_000);
    expect((await retrain.start()).kind).toBe('started');
    expect(await house.store.tasks.get('dead')).toMatchObject({
      status: 'failed',
      reason: 'the process that ran it ended before it did',
    });
  });

  test('a lease lost on the way ends the run and publishes nothing', async () => {
    const hasty = house.instance({ leaseMs: 30 });
    const { task, ended } = await begin(hasty);
    await house.run(0);
    house.pass(31);
    await ended;
    const record = await house.store.tasks.get(task.id);
    expect(record).toMatchObject({ status: 'failed' });
    expect(record?.reason).toContain('the lease was lost');
    expect(await house.registry.list()).toEqual([]);
  });

  test('a lease lost in the last moment publishes nothing', async () => {
    const { task, ended } = await begin();
    const { finish } = await house.run(0);
    house.pass(3_001);
    finish();
    await ended;
    expect((await house.store.tasks.get(task.id))?.reason).toContain('the lease was lost');
    expect(await house.registry.list()).toEqual([]);
  });
});

describe('nothing new', () => {
  test('trains nothing and is recorded once, until something happens', async () => {
    await trainOnce();
    const first = await retrain.start();
    const second = await retrain.start();
    expect(first).toMatchObject({ kind: 'nothing-new', task: { status: 'completed' } });
    expect(second).toEqual(first);
    expect(await retrain.runs(10)).toHaveLength(2);
    await house.happen('2');
    await begin();
  });

  test('is said of an empty shop too', async () => {
    house.close();
    house = trainingHouse();
    retrain = house.instance();
    const started = await retrain.start();
    expect(started).toMatchObject({ task: { reason: 'there is nothing to learn from yet' } });
  });

  test('a version of another store is no reason not to train', async () => {
    const { ended } = await begin();
    (await house.run(0)).finish();
    await ended;
    expect((await retrain.start()).kind).toBe('started');
  });
});

describe('stopping', () => {
  test('a wish on this instance or another ends the run as cancelled', async () => {
    const other = house.instance();
    for (const [number, asked] of [retrain, other].entries()) {
      const { task, ended } = await begin();
      await house.run(number);
      expect(await asked.requestStop()).toMatchObject({ id: task.id, isCancelRequested: true });
      await ended;
      const record = await house.store.tasks.get(task.id);
      expect(record).toMatchObject({ status: 'cancelled', reason: 'a stop was asked for' });
    }
    expect(await other.requestStop()).toBeUndefined();
    expect(await house.registry.list()).toEqual([]);
  });

  test('the end of the process ends the run', async () => {
    const { task } = await begin();
    await house.run(0);
    await retrain.close();
    const record = await house.store.tasks.get(task.id);
    expect(record).toMatchObject({ status: 'cancelled', reason: 'the process was stopped' });
    expect((await begin()).kind).toBe('started');
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
});
