import { fileFormat, type SeenFile } from '../reading/file-format.js';
import { typeOfRating } from '../reading/rating.js';
import { eventRecord, latestTime, sketchItem } from '../reading/records.js';
import { readFigure, readId, readLine, readTime, rejected } from '../reading/row-checks.js';
import type { FileKind } from '../reading/row-reader.js';

/** The last 19 columns of `u.item`, 1 where the film is of the genre; the first, "unknown", says nothing. */
const genres = [
  '',
  'Action',
  'Adventure',
  'Animation',
  "Children's",
  'Comedy',
  'Crime',
  'Documentary',
  'Drama',
  'Fantasy',
  'Film-Noir',
  'Horror',
  'Musical',
  'Mystery',
  'Romance',
  'Sci-Fi',
  'Thriller',
  'War',
  'Western',
];

const ratings: FileKind = {
  order: 'events',
  reader: (context) => (line, sink) => {
    const fields = line.text.split('\t');
    if (fields.length !== 4) throw rejected('row', 'user, item, rating and time', line.text);
    const [userId, itemId, stars, time] = fields;
    const value = readFigure(stars, 'rating');
    const ts = readTime(time, 'time', latestTime(context));
    sink.record(eventRecord(context, { userId, itemId, type: typeOfRating(value), ts, value }));
  },
};

const films: FileKind = {
  order: 'items',
  encoding: 'latin1',
  reader: () => (line, sink) => {
    const [id, title, released = '', , url = '', ...flags] = line.text.split('|');
    if (flags.length !== genres.length) throw rejected('row', '24 fields between |', line.text);
    const releasedAt = Date.parse(`${released} UTC`);
    const known = {
      name: readLine(title, 'title', 300),
      categories: genres.filter((genre, index) => genre !== '' && flags[index] === '1'),
      ...(url === '' ? {} : { url }),
      ...(Number.isNaN(releasedAt) ? {} : { attributes: { release_date: isoDay(releasedAt) } }),
    };
    const createdAt = Math.max(0, releasedAt || 0);
    sink.record({ kind: 'item', item: sketchItem(readId(id, 'item'), createdAt, known) });
  },
};

const viewers: FileKind = {
  order: 'users',
  reader: (context) => (line, sink) => {
    const fields = line.text.split('|');
    if (fields.length !== 5) throw rejected('row', '5 fields between |', line.text);
    const [id, age, gender = '', occupation = '', zipCode = ''] = fields;
    const features = { age: readFigure(age, 'age'), gender, occupation, zip_code: zipCode };
    const user = { id: readId(id, 'user'), features, createdAt: context.importedAt };
    sink.record({ kind: 'user', user });
  },
};

function isoDay(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

function kindOf({ name, firstLine, isNamed }: SeenFile): FileKind | undefined {
  if (name === 'u.data') return ratings;
  if (name === 'u.item') return films;
  if (name === 'u.user') return viewers;
  return isNamed && /^\d+\t\d+\t\d+\t\d+$/.test(firstLine) ? ratings : undefined;
}

/** https://grouplens.org/datasets/movielens/100k/ */
export const movielens100k = fileFormat({
  name: 'movielens-100k',
  summary:
    'MovieLens 100K: u.item, u.user, u.data, or their folder (4 and 5 stars like, 1 and 2 dismiss)',
  example: 'ml-100k/',
  files: 'u.item, u.user, u.data',
  kindOf,
});
