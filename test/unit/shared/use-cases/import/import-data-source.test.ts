import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { csv } from '../../../../../shared/adapters/datasets/formats/table.js';
import { localFiles } from '../../../../../shared/adapters/datasets/reading/local-files.js';
import { sha256 } from '../../../../../shared/adapters/files/sha256.js';
import type { ImportRequest } from '../../../../../shared/domain/tasks/import-task.js';
import type { Task } from '../../../../../shared/domain/tasks/task.js';
import { makeImportDataSource } from '../../../../../shared/use-cases/import/import-data-source.js';
import { importHouse } from '../../../../support/import-tasks.js';

const table = (...users: readonly string[]) =>
  ['user,item,time,type', ...users.map((user) => `${user},i1,1767225600,view`)].join('\n');

async function open(files: Readonly<Record<string, string>>) {
  const house = await importHouse(files);
  const { store, manageTasks, folder, worker } = house;
  const importDataSource = makeImportDataSource({
    ...{ manageTasks, bookmarks: store.bookmarks, digest: sha256, files: localFiles },
    source: { address: folder, format: csv },
  });
  const { work } = worker();
  return {
    ...{ house, importDataSource, store },
    put: (name: string, content: string) => writeFileSync(join(folder, name), content),
    remove: (name: string) => rmSync(join(folder, name)),
    /** One round of the timer, and what its task reads; undefined where there is none. */
    async round(): Promise<readonly string[] | undefined> {
      const task = await importDataSource();
      if (task === undefined) return undefined;
      await work(task);
      return namesOf(task);
    },
  };
}

const namesOf = ({ request }: Task) =>
  (request as ImportRequest).paths.map((path) => path.slice(path.lastIndexOf('/') + 1));

describe('a data source', () => {
  it('is read once, and then what is new or has changed in it', async () => {
    const { round, put, store } = await open({
      'a.csv': table('ann'),
      'b.csv': table('bob', 'cy'),
    });
    expect(await round()).toEqual(['a.csv', 'b.csv']);
    expect(await store.events.count()).toBe(3);
    expect(await round()).toBeUndefined();
    put('c.csv', table('dan'));
    put('a.csv', table('ann', 'eve'));
    expect(await round()).toEqual(['a.csv', 'c.csv']);
    expect(await store.events.count()).toBe(5);
    expect(await round()).toBeUndefined();
  });

  it('leaves files of other formats alone', async () => {
    const { round } = await open({ 'a.csv': table('ann'), 'readme.md': 'x', 'b.CSV': table('bo') });
    expect(await round()).toEqual(['a.csv', 'b.CSV']);
  });

  it('is asked for no second time while its import waits or runs', async () => {
    const { importDataSource, house, put } = await open({ 'a.csv': table('ann') });
    const task = await importDataSource();
    put('b.csv', table('bob'));
    expect(await importDataSource()).toBeUndefined();
    expect((await house.manageTasks.list({ limit: 9 })).tasks).toHaveLength(1);
    if (task) await house.worker().work(task);
    expect(await importDataSource().then((next) => next && namesOf(next))).toEqual(['b.csv']);
  });

  it('waits for the import of somebody else, and is read afterwards', async () => {
    const { importDataSource, house } = await open({ 'a.csv': table('ann'), 'b.csv': table('bo') });
    const other = await house.start({ format: 'csv', files: ['b.csv'] });
    expect(await importDataSource()).toBeUndefined();
    await house.worker().work(other);
    expect(await importDataSource()).toBeDefined();
  });

  it('with a bad file still gives what its good ones hold, and tries the bad one again', async () => {
    const { round, put, store } = await open({
      ...{ 'a.csv': table('ann'), 'b.csv': 'no,such,columns\n1,2,3\n', 'c.csv': table('cy') },
    });
    const rounds: unknown[] = [];
    for (let count = 0; count < 4; count++) rounds.push(await round());
    expect(rounds).toEqual([['a.csv', 'b.csv', 'c.csv'], ['a.csv'], ['b.csv'], ['c.csv']]);
    expect(await store.events.count()).toBe(2);
    put('d.csv', table('dan'));
    expect(await round()).toEqual(['d.csv']);
    expect(await round()).toEqual(['b.csv']);
    put('b.csv', table('bob'));
    expect(await round()).toEqual(['b.csv']);
    expect(await store.events.count()).toBe(4);
    expect(await round()).toBeUndefined();
  });

  it('whose import somebody stopped is left until it changes', async () => {
    const { importDataSource, house, put } = await open({ 'a.csv': table('ann') });
    const task = await importDataSource();
    await house.manageTasks.cancel(task?.id ?? '', undefined);
    expect(await importDataSource()).toBeUndefined();
    put('a.csv', table('ann', 'bob'));
    expect(await importDataSource()).toBeDefined();
  });

  it('forgets files that are gone', async () => {
    const { round, remove, put } = await open({ 'a.csv': table('ann'), 'b.csv': 'nonsense\n1\n' });
    await round();
    remove('b.csv');
    expect(await round()).toEqual(['a.csv']);
    expect(await round()).toBeUndefined();
    remove('a.csv');
    expect(await round()).toBeUndefined();
    put('a.csv', table('ann'));
    expect(await round()).toEqual(['a.csv']);
  });

  it('that does not exist yet is nothing to read', async () => {
    const { house, store } = await open({});
    const importDataSource = makeImportDataSource({
      ...{ manageTasks: house.manageTasks, bookmarks: store.bookmarks, digest: sha256 },
      ...{ files: localFiles, source: { address: join(house.folder, 'later'), format: csv } },
    });
    expect(await importDataSource()).toBeUndefined();
  });
});
