import { expect, it } from 'vitest';
import { shopOwner, type Task } from '../../../../../shared/domain/tasks/task.js';
import { runHere } from '../../../../../shared/use-cases/tasks/run-here.js';
import { importHouse } from '../../../../support/import-tasks.js';

const row = (session: number) =>
  `{"session":${session},"events":[{"aid":1,"ts":1661724000278,"type":"clicks"}]}\n`;
const content = Array.from({ length: 900 }, (_, index) => row(index)).join('');

/** A process in which somebody imports a file and waits for it. */
function here(stopping = new AbortController(), stopAt = Number.POSITIVE_INFINITY) {
  const house = importHouse({ 'a.jsonl': content });
  const progress = {
    report: (_: string, done: number) => void (done > stopAt && stopping.abort()),
    end: () => undefined,
  };
  const { runTask } = house.worker({ progress, batchRecords: 50 });
  const request = { format: 'otto', paths: [`${house.folder}/a.jsonl`] };
  const wish = { kind: 'import', owner: shopOwner, request } as const;
  const newest = async (): Promise<Task> => house.manageTasks.newest(shopOwner, 'import');
  return { ...house, runTask, wish, newest, signal: stopping.signal };
}

it('does the work and keeps a record of it', async () => {
  const house = here();
  await runHere(house, house.wish, house.signal);
  expect(await house.newest()).toMatchObject({ status: 'completed', attempt: 1 });
});

it('is cancelled by the signal', async () => {
  const house = here(new AbortController(), 0);
  await runHere(house, house.wish, house.signal);
  expect(await house.newest()).toMatchObject({ status: 'cancelled', attempt: 1 });
  expect(await house.store.events.count()).toBeLessThan(900);
});

it('never begins where it was cancelled before', async () => {
  const stopping = new AbortController();
  stopping.abort();
  const house = here(stopping);
  await runHere(house, house.wish, house.signal);
  expect(await house.newest()).toMatchObject({ status: 'cancelled', attempt: 0 });
});

it('stops though the wish to stop cannot be recorded', async () => {
  const house = here(new AbortController(), 0);
  const cancel = () => Promise.reject(new Error('the disk is full'));
  const manageTasks = { ...house.manageTasks, cancel };
  await runHere({ ...house, manageTasks }, house.wish, house.signal);
  expect(await house.newest()).toMatchObject({ status: 'pending', attempt: 1 });
  expect(await house.store.events.count()).toBeLessThan(900);
});

it('takes the place of one that a dead process left', async () => {
  const house = here();
  const left = await house.manageTasks.start(house.wish);
  await runHere(house, house.wish, house.signal);
  expect(await house.tasks.get(left.task.id)).toMatchObject({
    ...{ status: 'cancelled', reason: 'a newer one took its place' },
  });
  expect(await house.newest()).toMatchObject({ status: 'completed' });
});
