import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readData } from '../../../../../../models/training/evaluation/data/read-data.js';
import { movielens100k } from '../../../../../../shared/adapters/datasets/formats/movielens-100k.js';
import { csv } from '../../../../../../shared/adapters/datasets/formats/table.js';
import { openEmbeddedStore } from '../../../../../../shared/adapters/embedded/open-store.js';
import { builtInEventTypes } from '../../../../../../shared/domain/event.js';
import { type Files, folderWith } from '../../../../../support/datasets.js';

const request = {
  ...{ options: {}, eventTypes: builtInEventTypes, maxEvents: 1_000 },
  importedAt: Date.UTC(2026, 1, 1),
  checkpointFor: () => async () => undefined,
};
const paths = (files: Files) => {
  const folder = folderWith(files);
  return Object.keys(files).map((name) => join(folder, name));
};

const header = 'user,item,type,time,name\n';

describe('data to evaluate on', () => {
  it('come from files, with what a row says of its item', async () => {
    const rows =
      'ann,i1,view,2026-01-02,Lamp\nbob,i1,order,2026-01-03,Lamp\nann,i2,view,2026-01-04,Rug\n';
    const files = paths({ 'events.csv': header + rows });
    const { set, rejectedRows } = await readData({ ...request, paths: files, format: csv });
    expect(set.items.map(({ name }) => name)).toEqual(['Lamp', 'Rug']);
    expect(set.shoppers.ids).toEqual(['ann', 'bob']);
    expect([...set.events.item]).toEqual([0, 1, 0]);
    expect(rejectedRows).toBe(0);
  });

  it('leave bad rows out and count them', async () => {
    const files = paths({
      'events.csv': `${header}ann,i1,view,2026-01-02,Lamp\nann,,view,2026-01-02,\n`,
    });
    const { set, rejectedRows } = await readData({ ...request, paths: files, format: csv });
    expect([set.events.item.length, rejectedRows]).toEqual([1, 1]);
  });

  it('give shoppers the traits that the files tell', async () => {
    const folder = folderWith({
      'u.data': '7\t1\t5\t881250949\n',
      'u.user': '7|57|M|administrator|91344\n8|20|F|artist|10000\n',
    });
    const { set } = await readData({ ...request, paths: [folder], format: movielens100k });
    expect(set.shoppers.ids).toEqual(['7']);
    expect(set.shoppers.traits.get(0)).toContain('occupation=administrator');
  });

  it('are refused where no row is of the format', async () => {
    const files = paths({ 'events.csv': `${header}${'ann,,view,2026-01-02,\n'.repeat(3)}` });
    const reading = readData({ ...request, paths: files, format: csv });
    await expect(reading).rejects.toThrow(/events\.csv: no row is of this format; line 2/);
  });

  it('come from a shop that is open elsewhere', async () => {
    const folder = folderWith({});
    const store = openEmbeddedStore(folder);
    const event = { id: 'e', userId: 'ann', itemId: 'i1', type: 'view', ts: 1 };
    await store.events.append([event]);
    const { set } = await readData({ ...request, paths: [folder] });
    expect(set.shoppers.ids).toEqual(['ann']);
    store.close();
  });

  it('are of one shop at a time', async () => {
    await expect(readData({ ...request, paths: ['a', 'b'] })).rejects.toThrow(/one shop/);
  });
});
