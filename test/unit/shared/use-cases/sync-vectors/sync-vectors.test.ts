import { afterEach, beforeEach, expect, test } from 'vitest';
import { syncTimer } from '../../../../../functions/timer/sync-vectors.js';
import { makeSyncJob } from '../../../../../shared/use-cases/sync-vectors/sync-job.js';
import { makeSyncVectors } from '../../../../../shared/use-cases/sync-vectors/sync-vectors.js';
import {
  openSyncHouse,
  product,
  type SyncHouse,
  versionOf,
} from '../../../../support/sync-house.js';
import { openTaskHouse, type TaskHouse } from '../../../../support/task-house.js';

let house: SyncHouse;
let taskHouse: TaskHouse;
beforeEach(async () => {
  house = openSyncHouse();
  taskHouse = await openTaskHouse();
});
afterEach(async () => {
  await taskHouse.close();
  house.close();
});

const syncVectors = (makers = house.dependencies.makers) =>
  makeSyncVectors({ ...taskHouse, vectors: house.vectors, makers });
const begun = async () => (await taskHouse.manageTasks.list({ limit: 10 })).tasks;

test('a sync is a task of the shop, and its record says what came of it', async () => {
  await house.put(product('a'), product('b'));
  const receiver = taskHouse.work({ 'sync-vectors': makeSyncJob(house.dependencies) }, 'jobs');
  const { task, isNew } = await syncVectors().start();
  expect(isNew).toBe(true);
  expect(task).toMatchObject({ kind: 'sync-vectors', owner: '/shop', status: 'pending' });
  expect(await taskHouse.until(task.id)).toMatchObject({
    status: 'completed',
    result: { read: 2, encoded: 2 },
  });
  await receiver.close();
});

test('there is one at a time, whoever asks', async () => {
  const first = await syncVectors().start();
  await syncTimer(syncVectors(), '0 * * * * *').handle();
  expect(await syncVectors().start()).toEqual({ task: first.task, isNew: false });
  expect(await begun()).toHaveLength(1);
});

test('the first begins by itself, and none does once its vectors serve', async () => {
  await syncVectors().startFirst();
  const [first, ...others] = await begun();
  expect(others).toEqual([]);
  await house.sync();
  await taskHouse.manageTasks.cancel(first?.id ?? '', undefined);
  await syncVectors().startFirst();
  expect(await begun()).toHaveLength(1);
});

test('a model that has changed is reason for one', async () => {
  await house.sync();
  const encoders = { text: house.text.encoder, image: versionOf(house.image.encoder, '2') };
  await syncVectors(house.makersOf(encoders)).startFirst();
  expect(await begun()).toHaveLength(1);
});

test('the timer is one of its schedule', () => {
  expect(syncTimer(syncVectors(), '0 */15 * * * *')).toMatchObject({
    ...{ kind: 'timer', name: 'sync-vectors-timer', schedule: '0 */15 * * * *' },
  });
});
