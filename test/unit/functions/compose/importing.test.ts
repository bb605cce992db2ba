import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { composeImporting } from '../../../../functions/compose/importing.js';
import { parseConfig } from '../../../../shared/config.js';
import { makeFollowChanges } from '../../../../shared/use-cases/follow-changes.js';
import { folderWith } from '../../../support/datasets.js';
import { importBench } from '../../../support/import.js';
import { openTaskHouse } from '../../../support/task-house.js';

const click = '{"session":1,"events":[{"aid":1,"ts":1661724000278,"type":"clicks"}]}\n';

async function compose(dataDir: string, environment: Readonly<Record<string, string>> = {}) {
  const { store } = importBench();
  const house = await openTaskHouse();
  onTestFinished(house.close);
  const followChanges = makeFollowChanges({ changeLog: store.changes, followers: [] });
  const config = parseConfig({ DATA_DIR: dataDir, ...environment });
  const { manageTasks } = house;
  const { startImport, job } = composeImporting(config, { store, followChanges, manageTasks });
  return { startImport, house, run: house.runner({ import: job }), followChanges };
}

test('files are looked for in the data folder, and bad rows kept there', async () => {
  const dataDir = folderWith({});
  mkdirSync(join(dataDir, 'imports'));
  writeFileSync(join(dataDir, 'imports', 'a.jsonl'), `${click}nonsense\n`);
  const { startImport, house, run, followChanges } = await compose(dataDir);
  const { id } = await startImport({ format: 'otto', files: ['a.jsonl'] });
  await run(id, new AbortController().signal);
  expect(await house.tasks.get(id)).toMatchObject({ status: 'completed' });
  expect(readdirSync(join(dataDir, 'rejects'))).toHaveLength(1);
  expect(followChanges.reached()).toBeDefined();
});

test('files are looked for where the configuration says', async () => {
  const folder = folderWith({ 'a.jsonl': click });
  const { startImport } = await compose(folderWith({}), { IMPORT_DIR: folder });
  const wish = { format: 'otto', files: ['a.jsonl'] };
  expect(await startImport(wish)).toMatchObject({ request: { paths: [join(folder, 'a.jsonl')] } });
});
