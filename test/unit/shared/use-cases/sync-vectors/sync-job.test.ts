import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeSyncJob } from '../../../../../shared/use-cases/sync-vectors/sync-job.js';
import { quarters } from '../../../../support/pictures.js';
import { RecordedProgress } from '../../../../support/recorded-progress.js';
import { openSyncHouse, product, type SyncHouse } from '../../../../support/sync-house.js';
import { serve, stopServers } from '../../../../support/web.js';

const red = await quarters('rrrr').png().toBuffer();
const blue = await quarters('bbbb').png().toBuffer();

let house: SyncHouse;
let port: number;
/** What the web has under which path; what is not there is 404. */
const web = new Map<string, Buffer>();
let fetched: string[];
const at = (path: string) => `http://shop.test:${port}${path}`;

beforeEach(async () => {
  web.clear();
  fetched = [];
  port = await serve(({ url = '' }, response) => {
    fetched.push(url);
    response.writeHead(web.has(url) ? 200 : 404).end(web.get(url));
  });
  house = openSyncHouse({ picturePort: port });
});
afterEach(() => {
  house.close();
  stopServers();
});

const spaces = () => ({ text: house.text.encoder.space, image: house.image.encoder.space });
const drawn = (id: string, colour = 'Teal') =>
  product(id, { categories: ['Mugs'], attributes: { colour }, imageUrl: `/api/pictures/${id}` });

describe('A sync of vectors', () => {
  test('encodes the words of every active item and the pictures of those that have one', async () => {
    web.set('/red.png', red);
    await house.put(
      product('a', { imageUrl: at('/red.png') }),
      product('b'),
      drawn('c'),
      product('d', { isActive: false }),
      ...['e', 'f'].map((id) => product(id)),
    );
    const outcome = await house.sync();
    expect(outcome).toEqual({
      ...{ read: 5, encoded: 5, unchanged: 0, removed: 0, failed: 0, failures: [] },
    });
    expect(await house.idsIn(spaces().text)).toEqual(['a', 'b', 'c', 'e', 'f']);
    expect(await house.idsIn(spaces().image)).toEqual(['a', 'c']);
    expect(await house.vectors.active('text')).toEqual(spaces().text);
    expect(await house.vectors.active('image')).toEqual(spaces().image);
    // Our own drawings need no network.
    expect(fetched).toEqual(['/red.png']);
  });

  test('done twice, encodes and fetches nothing the second time', async () => {
    web.set('/red.png', red);
    await house.put(product('a', { imageUrl: at('/red.png') }), drawn('b'), product('c'));
    await house.sync();
    const before = [house.text.rows, house.image.rows, fetched.length];
    const outcome = await house.sync();
    expect(outcome).toMatchObject({ read: 3, encoded: 0, unchanged: 3, removed: 0, failed: 0 });
    expect([house.text.rows, house.image.rows, fetched.length]).toEqual(before);
  });

  test('encodes again what changed of an item, and nothing else of it', async () => {
    web.set('/red.png', red).set('/blue.png', blue);
    const [words, picture, price] = ['words', 'picture', 'price'].map((id) =>
      product(id, { imageUrl: at('/red.png') }),
    );
    if (!words || !picture || !price) throw new Error('expected three products');
    await house.put(words, picture, price, drawn('drawing'));
    await house.sync();
    await house.put(
      { ...words, tags: ['new'] },
      { ...picture, imageUrl: at('/blue.png') },
      { ...price, price: 9 },
      drawn('drawing', 'Red'),
    );
    const [text, image] = [house.text.rows, house.image.rows];
    expect(await house.sync()).toMatchObject({ encoded: 3, unchanged: 1 });
    expect(house.text.rows - text).toBe(1);
    expect(house.image.rows - image).toBe(2);
  });

  test('removes the vectors of what is gone, inactive, or has lost its picture', async () => {
    await house.put(...['gone', 'inactive', 'bare', 'stays'].map((id) => drawn(id)));
    await house.sync();
    await house.store.catalog.remove('gone');
    await house.put({ ...drawn('inactive'), isActive: false }, product('bare'));
    const outcome = await house.sync();
    expect(outcome).toMatchObject({ read: 2, removed: 3, encoded: 1, unchanged: 1 });
    expect(await house.idsIn(spaces().text)).toEqual(['bare', 'stays']);
    expect(await house.idsIn(spaces().image)).toEqual(['stays']);
  });

  test('of an empty catalogue leaves spaces that serve and hold nothing', async () => {
    expect(await house.sync()).toMatchObject({ read: 0, encoded: 0 });
    expect(await house.vectors.active('image')).toEqual(spaces().image);
  });

  test('tells how far it is, in items of the whole catalogue', async () => {
    await house.put(...Array.from({ length: 10 }, (_, at) => product(`p${at}`)));
    const progress = new RecordedProgress();
    await house.sync({ progress });
    const done = progress.reports.map((report) => [report.done, report.total]);
    expect(done).toEqual([
      [4, 10],
      [8, 10],
      [10, 10],
    ]);
  });

  test('gives others their turn between batches', async () => {
    await house.put(...Array.from({ length: 40 }, (_, at) => product(`p${at}`)));
    await house.sync();
    let turns = 0;
    let isOver = false;
    const count = () => {
      turns += 1;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    await house.sync();
    isOver = true;
    expect(turns).toBeGreaterThanOrEqual(10);
  });
});

describe('What cannot be encoded', () => {
  test.each([
    ['is not there', '/none.png', /answered 404/],
    ['is no picture', '/text.png', /expected a JPEG, PNG, WebP or GIF/],
    ['is damaged', '/half.png', /damaged/],
  ])('fails alone where its picture %s, and is tried again', async (_, path, reason) => {
    web.set('/red.png', red);
    web.set('/text.png', Buffer.from('not a picture')).set('/half.png', red.subarray(0, 60));
    await house.put(
      product('bad', { imageUrl: at(path) }),
      product('good', { imageUrl: at('/red.png') }),
    );
    const outcome = await house.sync();
    expect(outcome).toMatchObject({ read: 2, encoded: 1, failed: 1, unchanged: 0 });
    expect(outcome.failures).toEqual([
      { id: 'bad', part: 'image', reason: expect.stringMatching(reason) },
    ]);
    expect(await house.idsIn(spaces().text)).toEqual(['bad', 'good']);
    expect(await house.idsIn(spaces().image)).toEqual(['good']);

    web.set(path, blue);
    expect(await house.sync()).toMatchObject({ encoded: 1, unchanged: 1, failed: 0 });
    expect(await house.idsIn(spaces().image)).toEqual(['bad', 'good']);
  });

  test.each([
    ['http://169.254.169.254/latest', /public internet/],
    ['http://inside.test/a.png', /public internet/],
    ['/images/a.png', /expected a web address/],
    ['/api/pictures/nobody', /expected a web address/],
    ['/api/pictures/%', /expected a web address/],
  ])('includes the picture at %s', async (imageUrl, reason) => {
    await house.put(product('bad', { imageUrl }), product('good'));
    const { failures } = await house.sync();
    expect(failures).toEqual([{ id: 'bad', part: 'image', reason: expect.stringMatching(reason) }]);
  });

  test('includes a text without a word', async () => {
    await house.put(product('dots', { name: '…', categories: [] }), product('good'));
    const { failures } = await house.sync();
    expect(failures).toEqual([
      { id: 'dots', part: 'text', reason: 'the encoder found nothing in it' },
    ]);
  });

  test('keeps the vector that it had', async () => {
    web.set('/red.png', red);
    const item = product('a', { imageUrl: at('/red.png') });
    await house.put(item);
    await house.sync();
    await house.put({ ...item, imageUrl: at('/none.png') });
    expect(await house.sync()).toMatchObject({ failed: 1, removed: 0 });
    expect(await house.idsIn(spaces().image)).toEqual(['a']);
  });

  test('counts once for an item, and is listed up to a hundred', async () => {
    const bad = (id: string) =>
      product(id, { name: '…', categories: [], imageUrl: '/images/none.png' });
    await house.put(...Array.from({ length: 70 }, (_, at) => bad(`p${at}`)));
    const outcome = await house.sync();
    expect(outcome).toMatchObject({ read: 70, failed: 70, encoded: 0, unchanged: 0 });
    expect(outcome.failures).toHaveLength(100);
  });

  test('is told of in the record of the task', async () => {
    await house.put(product('a', { imageUrl: at('/none.png') }));
    const { reason } = await makeSyncJob(house.dependencies).run(house.runOf());
    expect(reason).toBe('1 of 1 products could not be used in whole');
  });

  test('leads to a report where the fault is ours', async () => {
    const { makers } = house.dependencies;
    const drawingReader = { read: () => Promise.reject(new Error('out of paint')) };
    await house.put(drawn('a'));
    const { failures } = await house.sync(
      {},
      { makers: [...makers.slice(0, 1), house.picturesBy({ drawingReader })] },
    );
    expect(failures).toMatchObject([{ reason: 'something went wrong here' }]);
    expect(house.telemetry.exceptions).toMatchObject([{ message: 'out of paint' }]);
  });
});
