import { describe, expect, it } from 'vitest';
import { movielens1m } from '../../../../../../shared/adapters/datasets/formats/movielens-1m.js';
import { movielens100k } from '../../../../../../shared/adapters/datasets/formats/movielens-100k.js';
import { importedAt, readFiles, readFolder } from '../../../../../support/datasets.js';

const flags = (...set: number[]) =>
  Array.from({ length: 19 }, (_, index) => (set.includes(index) ? 1 : 0)).join('|');

describe('movielens-100k', () => {
  it('reads a folder: films, then viewers, then ratings, and nothing else in it', async () => {
    const { items, users, events, rejected } = await readFolder(movielens100k, {
      README: 'about',
      'u.data': '196\t242\t3\t881250949\n',
      'u.item': `242|Kolya (1996)|24-Jan-1997||http://us.imdb.com/M/title-exact?Kolya|${flags(5)}\n`,
      'u.user': '196|49|M|writer|55105\n',
      'u1.base': '1\t1\t1\t881250949\n',
    });
    expect(rejected).toEqual([]);
    expect(items).toEqual([
      {
        id: '242',
        name: 'Kolya (1996)',
        categories: ['Comedy'],
        tags: [],
        url: 'http://us.imdb.com/M/title-exact?Kolya',
        attributes: { release_date: '1997-01-24' },
        isActive: true,
        createdAt: Date.UTC(1997, 0, 24),
      },
    ]);
    expect(users).toEqual([
      {
        id: '196',
        features: { age: 49, gender: 'M', occupation: 'writer', zip_code: '55105' },
        createdAt: importedAt,
      },
    ]);
    expect(events).toMatchObject([
      { userId: '196', itemId: '242', type: 'view', value: 3, ts: 881_250_949_000 },
    ]);
  });

  it('likes four stars and more, and dismisses two and fewer', async () => {
    const rows = [1, 2, 3, 4, 5].map((stars) => `1\t${stars}\t${stars}\t881250949\n`);
    const { events } = await readFiles(movielens100k, { 'ua.base': rows.join('') });
    expect(events.map((event) => event.type)).toEqual([
      'dismiss',
      'dismiss',
      'view',
      'like',
      'like',
    ]);
  });

  it('reads titles in Latin-1, films without a date and films older than 1970', async () => {
    const rows = `1|Les Misérables|||x|${flags(0, 8)}\n2|Nosferatu|01-Jan-1922||x|${flags(11)}\n`;
    const { items } = await readFiles(movielens100k, { 'u.item': Buffer.from(rows, 'latin1') });
    expect(items).toMatchObject([
      { name: 'Les Misérables', categories: ['Drama'], createdAt: 0, attributes: {} },
      { name: 'Nosferatu', createdAt: 0, attributes: { release_date: '1922-01-01' } },
    ]);
  });

  it('rejects rows of the wrong width', async () => {
    const { rejected } = await readFiles(movielens100k, {
      'u.data': '1\t2\t3\n1\t2\tmany\t881250949\n',
      'u.item': '1|Toy Story\n',
      'u.user': '1|24|M\n',
    });
    expect(rejected.map((row) => row.reason)).toEqual([
      'row: expected 24 fields between |, got "1|Toy Story"',
      'row: expected 5 fields between |, got "1|24|M"',
      'row: expected user, item, rating and time, got "1\\t2\\t3"',
      'rating: expected a number, got "many"',
    ]);
  });

  it('names a file that is none of its own', async () => {
    await expect(readFiles(movielens100k, { 'x.txt': 'a b' })).rejects.toThrow(
      /x\.txt: not a file that format movielens-100k knows; expected u\.item, u\.user, u\.data/,
    );
  });
});

describe('movielens-1m', () => {
  it('reads films, viewers and ratings', async () => {
    const { items, users, events, rejected } = await readFolder(movielens1m, {
      'ratings.dat': '1::1193::5::978300760\r\n',
      'movies.dat': Buffer.from("73::Misérables, Les (1995)::Drama|Children's\n", 'latin1'),
      'users.dat': '1::F::1::10::48067\n',
    });
    expect(rejected).toEqual([]);
    expect(items).toMatchObject([
      {
        id: '73',
        name: 'Misérables, Les (1995)',
        categories: ['Drama', "Children's"],
        attributes: { year: 1995 },
        createdAt: Date.UTC(1995, 0),
      },
    ]);
    expect(users[0]?.features).toMatchObject({ age: 1, occupation: 'K-12 student' });
    expect(events).toMatchObject([{ userId: '1', type: 'like', value: 5, ts: 978_300_760_000 }]);
  });

  it('dates ratings by their place where a table has places instead of times', async () => {
    const table = 'user\tmovie\trating\tchrono_pos\n1\t10\t5\t2\n1\t11\t1\t1\n1\t12\t4\t\n';
    const { events, rejected } = await readFiles(movielens1m, { 'ordered.tsv': table });
    expect(events.map((event) => event.itemId)).toEqual(['10', '11']);
    expect(events[0]?.ts).toBeGreaterThan(events[1]?.ts ?? Number.POSITIVE_INFINITY);
    expect(events[0]?.ts).toBeLessThanOrEqual(importedAt);
    expect(rejected).toMatchObject([{ line: 4, reason: 'chrono_pos: expected a number, got ""' }]);
  });

  it('knows ratings under another name, and rejects what is not one', async () => {
    const { events, rejected } = await readFiles(movielens1m, {
      'my.dat': '1::2::3::978300760\n1::2\n',
      'movies.dat': '1::Untitled::\n9::No genres\n',
      'users.dat': '1::F::x::10::0\n1::F::25::99::0\n',
    });
    expect(events).toHaveLength(1);
    expect(rejected.map((row) => row.line)).toEqual([2, 1, 2]);
  });

  it('refuses a file that it cannot place', async () => {
    await expect(readFiles(movielens1m, { 'x.dat': 'a' })).rejects.toThrow(/movielens-1m knows/);
  });
});
