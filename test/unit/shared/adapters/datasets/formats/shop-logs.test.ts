import { describe, expect, it } from 'vitest';
import { retailrocket } from '../../../../../../shared/adapters/datasets/formats/retailrocket.js';
import { yoochoose } from '../../../../../../shared/adapters/datasets/formats/yoochoose.js';
import { readFiles, readFolder } from '../../../../../support/datasets.js';

describe('yoochoose', () => {
  it('reads clicks as views and buys as orders with a quantity', async () => {
    const { events, about, rejected } = await readFolder(yoochoose, {
      'yoochoose-buys.dat': '420374,2014-04-06T18:44:58.314Z,214537888,12462,1\n',
      'yoochoose-clicks.dat': '1,2014-04-07T10:51:09.277Z,214536502,0\n',
      'notes.txt': 'x',
    });
    expect(rejected).toEqual([]);
    expect(events).toMatchObject([
      { sessionId: '420374', itemId: '214537888', type: 'order', value: 1 },
      { sessionId: '1', type: 'view', ts: Date.UTC(2014, 3, 7, 10, 51, 9, 277) },
    ]);
    expect(about).toMatchObject([{ price: 12_462 }, { categories: [] }]);
  });

  it('tells categories, offers and brands apart', async () => {
    const row = (category: string) => `1,2014-04-07T10:51:09.277Z,5,${category}\n`;
    const content = ['S', '7', '2088941242', ''].map(row).join('');
    const { about } = await readFiles(yoochoose, { 'clicks.csv': content });
    expect(about).toMatchObject([
      { categories: ['Special offers'] },
      { categories: ['Category 7'] },
      { categories: [], attributes: { brand: '2088941242' } },
      { categories: [], attributes: {} },
    ]);
  });

  it('leaves out a price that the shop did not note', async () => {
    const { about } = await readFiles(yoochoose, { 'b.dat': '1,2014-04-06T18:44:58.314Z,2,0,0\n' });
    expect(about[0]).not.toHaveProperty('price');
  });

  it('rejects rows of the wrong width and impossible values', async () => {
    const { rejected } = await readFiles(yoochoose, {
      'yoochoose-clicks.dat':
        '1,2014-04-07T10:51:09.277Z,5,0\n1,2,3\n1,2014-14-07T10:51:09.277Z,5,0\n',
      'yoochoose-buys.dat': '1,2014-04-06T18:44:58.314Z,2,-5,1\n1,2\n',
    });
    expect(rejected.map((row) => row.line)).toEqual([2, 3, 1, 2]);
  });

  it('takes an empty file by its name and refuses what has other columns', async () => {
    expect((await readFiles(yoochoose, { 'yoochoose-clicks.dat': '' })).events).toEqual([]);
    await expect(readFiles(yoochoose, { 'x.dat': 'a,b\n' })).rejects.toThrow(/yoochoose knows/);
  });
});

const header = 'timestamp,visitorid,event,itemid,transactionid';

describe('retailrocket', () => {
  it('reads views, carts and transactions of visitors', async () => {
    const { events } = await readFiles(retailrocket, {
      'events.csv': `${header}\n1433221332117,257597,view,355908,\n1433221332117,257597,addtocart,355908,\n1433222276276,599528,transaction,356475,4000\n`,
    });
    expect(events).toMatchObject([
      { userId: '257597', itemId: '355908', type: 'view', ts: 1_433_221_332_117 },
      { userId: '257597', type: 'cart' },
      { userId: '599528', type: 'order' },
    ]);
  });

  it('rejects unknown events and short rows', async () => {
    const { rejected } = await readFiles(retailrocket, {
      'events.csv': `${header}\n1433221332117,1,stare,2,\n1433221332117,1\n`,
    });
    expect(rejected).toMatchObject([
      { line: 2, reason: 'event: expected view, addtocart, transaction, got "stare"' },
      { line: 3 },
    ]);
  });

  it('refuses a file with another header', async () => {
    await expect(readFiles(retailrocket, { 'events.csv': 'a,b\n1,2\n' })).rejects.toThrow(
      /events\.csv: .*expected events\.csv with the header timestamp,visitorid/,
    );
  });
});
