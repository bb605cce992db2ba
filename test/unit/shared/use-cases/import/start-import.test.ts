import { expect, it } from 'vitest';
import { builtInEventTypes } from '../../../../../shared/domain/event.js';
import type { DatasetFormat } from '../../../../../shared/ports/dataset.js';
import { makeStartImport } from '../../../../../shared/use-cases/import/start-import.js';
import { openTaskHouse } from '../../../../support/task-house.js';

const fault = new Error('the disk is gone');
const failing = () => Promise.reject(fault);
const wish = { format: 'broken', files: ['a'] };

it.each([
  ['finding', failing, async () => []],
  ['opening', async (name: string) => `/imports/${name}`, failing],
])('passes on a fault of ours in %s a file as it is', async (_, find, open) => {
  const { manageTasks, close } = await openTaskHouse();
  const format: DatasetFormat = { name: 'broken', summary: '', example: '', open };
  const known = { formats: [format], eventTypes: builtInEventTypes };
  const startImport = makeStartImport({ ...known, manageTasks, folder: { find } });
  await expect(startImport(wish)).rejects.toBe(fault);
  expect((await manageTasks.list({ limit: 1 })).tasks).toEqual([]);
  await close();
});
