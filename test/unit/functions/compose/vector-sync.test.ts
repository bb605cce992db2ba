import { afterEach, beforeEach, expect, test } from 'vitest';
import { composeVectorSync } from '../../../../functions/compose/vector-sync.js';
import { parseConfig } from '../../../../shared/config.js';
import { AppError } from '../../../../shared/domain/errors.js';
import { openSyncHouse, product, type SyncHouse } from '../../../support/sync-house.js';
import { openTaskHouse, type TaskHouse } from '../../../support/task-house.js';

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

const composed = (environment: Readonly<Record<string, string>> = {}) =>
  composeVectorSync(parseConfig(environment), {
    ...{ ...house, knowledge: house, manageTasks: taskHouse.manageTasks, runtime: taskHouse },
    encoders: { text: house.text.encoder, image: house.image.encoder },
  });
const begun = async () => (await taskHouse.manageTasks.list({ limit: 10 })).tasks;

test('the job of a sync encodes the catalogue, and what it did can be asked for', async () => {
  await house.put(product('a'), product('b', { imageUrl: 'http://127.0.0.1/a.png' }));
  const { job, reportFreshness } = composed({ BATCH_SIZE: '1' });
  const { result } = await job.run(house.runOf());
  expect(result).toMatchObject({ read: 2, encoded: 1, failed: 1 });
  expect(await reportFreshness('a')).toMatchObject({ isCurrent: true });
});

test('an encoder that has too much to do is asked again in a while', async () => {
  await house.put(product('a'));
  const { job } = composed();
  const controller = new AbortController();
  house.text.before = async () => {
    queueMicrotask(() => controller.abort(new Error('stopped')));
    throw new AppError('overloaded', 'too many texts wait');
  };
  await expect(job.run(house.runOf({ signal: controller.signal }))).rejects.toThrow('stopped');
});

test('it begins by its schedule, and once at first', async () => {
  const { timers, syncFirst } = composed({ SYNC_SCHEDULE: '0 0 * * * *' });
  expect(timers).toMatchObject([{ name: 'sync-vectors-timer', schedule: '0 0 * * * *' }]);
  await syncFirst();
  expect(await begun()).toMatchObject([{ kind: 'sync-vectors', owner: '/shop' }]);
});

test('without a schedule it begins only when it is asked for', async () => {
  const { timers, syncFirst, syncVectors } = composed({ SYNC_SCHEDULE: 'off' });
  expect(timers).toEqual([]);
  await syncFirst();
  expect(await begun()).toEqual([]);
  await syncVectors.start();
  expect(await begun()).toHaveLength(1);
});

test('a source that is configured is read', async () => {
  const source = { SRC_DB_HOST: '127.0.0.1', SRC_DB_PORT: '1', SRC_DB_NAME: 'shop' };
  const { job } = composed({ ...source, SRC_DB_USER: 'reader', SRC_DB_PASS: 'secret' });
  await expect(job.run(house.runOf())).rejects.toMatchObject({
    code: 'unavailable',
    message: 'the source database shop at 127.0.0.1:1 cannot be read: nothing answers there',
  });
});
