import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newTask } from '../../../../../shared/domain/tasks/task-life.js';
import { openTaskHouse, type TaskHouse } from '../../../../support/task-house.js';

let house: TaskHouse;
beforeEach(async () => {
  house = await openTaskHouse({ limits: { resendMs: 1 } });
});
afterEach(() => house.close());

const quick = { 'recommend-v1': { run: async () => ({ result: 1 }) } };

describe('The sweep', () => {
  it('sends anew what was lost between the record and the message', async () => {
    const draft = { id: 'lost', kind: 'recommend-v1', owner: 'ann', request: {} } as const;
    await house.tasks.start(
      newTask(draft, Date.now() - 10, house.limits.recommendations),
      'supersede',
    );
    const receiver = house.work(quick);
    await house.sweepTasks();
    expect(await house.until('lost')).toMatchObject({ status: 'completed' });
    await receiver.close();
  });

  it('ends what is out of time though no worker is there', async () => {
    const draft = { id: 'late', kind: 'recommend-v1', owner: 'ann', request: {} } as const;
    await house.tasks.start(
      newTask(draft, Date.now() - 61_000, house.limits.recommendations),
      'supersede',
    );
    await house.sweepTasks();
    expect(await house.tasks.get('late')).toMatchObject({ status: 'failed' });
  });

  it('forgets what ended long enough ago', async () => {
    await house.close();
    house = await openTaskHouse({ limits: { keepMs: 1 } });
    const receiver = house.work(quick);
    const { id } = await house.start();
    await house.until(id);
    while ((await house.tasks.get(id)) !== undefined) await house.sweepTasks();
    await receiver.close();
  });
});
