import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { composeArtifacts } from '../../../../functions/compose/artifacts.js';
import { composeDataFiles } from '../../../../functions/compose/data-files.js';
import { composeImporting } from '../../../../functions/compose/importing.js';
import { composePictures } from '../../../../functions/compose/pictures.js';
import { parseConfig } from '../../../../shared/config.js';
import { makeFollowChanges } from '../../../../shared/use-cases/follow-changes.js';
import { azuriteBlobs } from '../../../support/blobs.js';
import { folderWith } from '../../../support/datasets.js';
import { importBench } from '../../../support/import.js';
import { openTaskHouse } from '../../../support/task-house.js';

const blobs = azuriteBlobs();
const fixture = (name: string) =>
  readFileSync(new URL(`../../../support/parquet/files/${name}`, import.meta.url));

/** What a person would set to use the emulator. */
const environment = (more: Readonly<Record<string, string>> = {}) => ({
  DATA_DIR: folderWith({}),
  AzureWebJobsStorage: blobs.azurite.connectionString,
  BLOB_ENDPOINT: blobs.open().url.replace(/\/$/, ''),
  ...more,
});

async function holding(name: string, files: Readonly<Record<string, string | Buffer>>) {
  const container = blobs.open().getContainerClient(name);
  await container.createIfNotExists();
  for (const [path, content] of Object.entries(files))
    await container.getBlockBlobClient(path).uploadData(Buffer.from(content));
  return container.url;
}

test('a timer asks for data sets in Blob Storage, a task reads them, and only what is new', async () => {
  const url = await holding('exports', {
    'events/day=1/part-0.parquet': fixture('events-snappy.parquet'),
    'events/items.parquet': fixture('items.parquet'),
    'events/_SUCCESS': 'x',
  });
  const config = parseConfig(environment({ DATA_SOURCE_URL: `${url}/events/` }));
  const { store } = importBench();
  const house = await openTaskHouse();
  onTestFinished(house.close);
  const followChanges = makeFollowChanges({ changeLog: store.changes, followers: [] });
  const { manageTasks } = house;
  const { timers, job } = composeImporting(config, { store, followChanges, manageTasks });
  const [timer] = timers;
  if (timer?.kind !== 'timer') throw new Error('no timer');
  expect(timer).toMatchObject({ name: 'import-data-sets-timer', schedule: '0 0 * * * *' });
  const round = async () => {
    const before = (await house.manageTasks.list({ limit: 9 })).tasks.length;
    await timer.handle();
    const { tasks } = await house.manageTasks.list({ limit: 9 });
    const [newest] = tasks;
    if (newest === undefined || tasks.length === before) return undefined;
    await house.runner({ import: job })(newest.id, new AbortController().signal);
    return house.tasks.get(newest.id);
  };
  expect(await round()).toMatchObject({
    status: 'completed',
    result: { counts: { accepted: 12, items: 15 } },
  });
  expect(await store.catalog.get('a')).toMatchObject({ name: 'Ant' });
  expect(await round()).toBeUndefined();
  await holding('exports', { 'events/day=2/part-0.parquet': fixture('events-zstd.parquet') });
  expect(await round()).toMatchObject({
    status: 'completed',
    result: { counts: { accepted: 0, duplicates: 12 } },
  });
});

test('nothing asks for data sets where none are named, or by no schedule', async () => {
  const house = await openTaskHouse();
  onTestFinished(house.close);
  const { store } = importBench();
  const followChanges = makeFollowChanges({ changeLog: store.changes, followers: [] });
  const parts = { store, followChanges, manageTasks: house.manageTasks };
  expect(composeImporting(parseConfig({}), parts).timers).toEqual([]);
  const off = {
    DATA_SOURCE_URL: 'https://shop.blob.core.windows.net/data/',
    DATA_SOURCE_SCHEDULE: 'off',
  };
  expect(composeImporting(parseConfig(off), parts).timers).toEqual([]);
});

test('models are published in Blob Storage where there is one', async () => {
  const config = parseConfig(environment());
  await composeArtifacts(config).write('v1/model', Buffer.from('weights'));
  await composeArtifacts(config).movePointer('serving', 'v1', undefined);
  const other = composeArtifacts(parseConfig(environment()));
  expect(await other.list('')).toEqual(['v1/model']);
  expect(await other.pointer('serving')).toMatchObject({ value: 'v1' });
  await other.removeAll('v1/');
  expect(await other.read('v1/model')).toBeUndefined();
});

test('pictures of the own container are fetched by right, others as those of strangers', async () => {
  const url = await holding('images', { 'a.png': 'a picture' });
  const { imageFetcher } = composePictures(parseConfig(environment()));
  expect(Buffer.from(await imageFetcher.fetch(`${url}/a.png`)).toString()).toBe('a picture');
  const elsewhere = imageFetcher.fetch('http://127.0.0.1:1/a.png');
  await expect(elsewhere).rejects.toThrow('public internet');
});

test('tokens of the app are offered to no other hosts', async () => {
  const files = composeDataFiles(parseConfig({}));
  for (const address of ['https://blob.example/c/a', 'http://127.0.0.1:1/a/c/b'])
    await expect(files.find(address)).rejects.toThrow('expected an address of Blob Storage');
});
