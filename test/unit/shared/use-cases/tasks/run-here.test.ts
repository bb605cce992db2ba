import { expect, it } from 'vitest';
import { runHere } from '../../../../../shared/use-cases/tasks/run-here.js';
import { importHouse } from '../../../../support/import-tasks.js';

const row = (session: number) =>
  `{"session":${session},"events":[{"aid":1,"ts":1661724000278,"type":"clicks"}]}\n`;
const content = Array.from({ length: 900 }, (_, index) => row(index)).join('');

/** A process in which somebody imports a file and waits for it. */
async function here(stopping = new AbortController(), stopAt = Number.POSITIVE_INFINITY) {
  const house = await importHouse({ 'a.jsonl': content });
  const progress = {
    report: (_: string, done: number) => void (done > stopAt && stopping.abort()),
    end: () => undefined,
  };
  const { runTask } = house.worker({ progress, batchRecords: 50 });
  const wish = house.wishFor({ format: 'otto', files: ['a.jsonl'] });
  const records = async () => (await house.manageTasks.list({ limit: 10 })).tasks;
  return { ...house, runTask, wish, records, signal: stopping.signal };
}

it('does the work and keeps a record of it', async () => {
  const house = await here();
  await runHere(house, house.wish, house.signal);
  expect(await house.records()).toMatchObject([{ status: 'completed', attempt: 1 }]);
});

it('is cancelled by the signal', async () => {
  const house = await here(new AbortController(), 0);
  await runHere(house, house.wish, house.signal);
  expect(await house.records()).toMatchObject([{ status: 'cancelled', attempt: 1 }]);
  expect(await house.store.events.count()).toBeLessThan(900);
});

it('never begins where it was cancelled before', async () => {
  const stopping = new AbortController();
  stopping.abort();
  const house = await here(stopping);
  await runHere(house, house.wish, house.signal);
  expect(await house.records()).toMatchObject([{ status: 'cancelled', attempt: 0 }]);
});

it('stops though the wish to stop cannot be recorded', async () => {
  const house = await here(new AbortController(), 0);
  const cancel = () => Promise.reject(new Error('the disk is full'));
  const manageTasks = { ...house.manageTasks, cancel };
  await runHere({ ...house, manageTasks }, house.wish, house.signal);
  expect(await house.records()).toMatchObject([{ status: 'pending', attempt: 1 }]);
  expect(await house.store.events.count()).toBeLessThan(900);
});

it('takes the place of one that a dead process left', async () => {
  const house = await here();
  const left = await house.manageTasks.start(house.wish);
  await runHere(house, house.wish, house.signal);
  expect(await house.tasks.get(left.task.id)).toMatchObject({
    ...{ status: 'cancelled', reason: 'a newer one took its place' },
  });
  const others = (await house.records()).filter(({ id }) => id !== left.task.id);
  expect(others).toMatchObject([{ status: 'completed' }]);
});
