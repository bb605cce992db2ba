import { fileFormat, type SeenFile } from '../reading/file-format.js';
import { typeOfRating } from '../reading/rating.js';
import { eventRecord, latestTime, sketchItem } from '../reading/records.js';
import { readFigure, readId, readLine, readTime, rejected } from '../reading/row-checks.js';
import type { FileKind } from '../reading/row-reader.js';

const hourMs = 3_600_000;
/** More ratings than any one user of the set gave; who gave fewer gave them long ago. */
const orderedRatings = 2_500;
const orderedHeader = 'user\tmovie\trating\tchrono_pos';

/** https://files.grouplens.org/datasets/movielens/ml-1m-README.txt names the codes. */
const occupations = [
  'other',
  'academic/educator',
  'artist',
  'clerical/admin',
  'college/grad student',
  'customer service',
  'doctor/health care',
  'executive/managerial',
  'farmer',
  'homemaker',
  'K-12 student',
  'lawyer',
  'programmer',
  'retired',
  'sales/marketing',
  'scientist',
  'self-employed',
  'technician/engineer',
  'tradesman/craftsman',
  'unemployed',
  'writer',
];

function cut(text: string, count: number, expected: string): readonly string[] {
  const fields = text.split('::');
  if (fields.length !== count) throw rejected('row', expected, text);
  return fields;
}

const ratings: FileKind = {
  order: 'events',
  reader: (context) => (line, sink) => {
    const [userId, itemId, stars, time] = cut(line.text, 4, 'user::movie::rating::time');
    const value = readFigure(stars, 'rating');
    const ts = readTime(time, 'time', latestTime(context));
    sink.record(eventRecord(context, { userId, itemId, type: typeOfRating(value), ts, value }));
  },
};

/** Ratings with their place in the user's order instead of a time: an hour apart, up to the import. */
const orderedWithoutTimes: FileKind = {
  order: 'events',
  hasHeader: true,
  reader: (context) => (line, sink) => {
    const fields = line.text.split('\t');
    if (fields.length !== 4) throw rejected('row', 'user, movie, rating and place', line.text);
    const [userId, itemId, stars, place] = fields;
    const value = readFigure(stars, 'rating');
    const position = readFigure(place, 'chrono_pos');
    const ts = context.importedAt - (orderedRatings - position) * hourMs;
    const type = typeOfRating(value);
    const draft = { userId, itemId, type, value, position: String(position) };
    sink.record(
      eventRecord(context, { ...draft, ts: readTime(ts, 'chrono_pos', latestTime(context)) }),
    );
  },
};

const films: FileKind = {
  order: 'items',
  encoding: 'latin1',
  reader: (context) => (line, sink) => {
    const [id, title = '', genres = ''] = cut(line.text, 3, 'movie::title::genres');
    const year = /\((\d{4})\)\s*$/.exec(title)?.[1];
    const createdAt = year ? Math.max(0, Date.UTC(Number(year), 0)) : 0;
    const item = sketchItem(readId(id, 'movie'), Math.min(createdAt, context.importedAt), {
      name: readLine(title, 'title', 300),
      categories: genres.split('|').filter((genre) => genre !== ''),
      ...(year ? { attributes: { year: Number(year) } } : {}),
    });
    sink.record({ kind: 'item', item });
  },
};

const viewers: FileKind = {
  order: 'users',
  reader: (context) => (line, sink) => {
    const fields = cut(line.text, 5, 'user::gender::age::occupation::zip code');
    const [id, gender = '', age, code = '', zipCode = ''] = fields;
    const occupation = occupations[Number(code)] ?? code;
    const features = { age: readFigure(age, 'age'), gender, occupation, zip_code: zipCode };
    const user = { id: readId(id, 'user'), features, createdAt: context.importedAt };
    sink.record({ kind: 'user', user });
  },
};

function kindOf({ name, firstLine, isNamed }: SeenFile): FileKind | undefined {
  if (firstLine === orderedHeader) return orderedWithoutTimes;
  if (name === 'ratings.dat') return ratings;
  if (name === 'movies.dat') return films;
  if (name === 'users.dat') return viewers;
  return isNamed && /^\d+::\d+::\d+::\d+$/.test(firstLine) ? ratings : undefined;
}

/** https://grouplens.org/datasets/movielens/1m/ */
export const movielens1m = fileFormat({
  name: 'movielens-1m',
  summary: 'MovieLens 1M: movies.dat, users.dat, ratings.dat, or their folder (stars as above)',
  example: 'ml-1m/',
  files: 'movies.dat, users.dat, ratings.dat, or a table with user, movie, rating, chrono_pos',
  kindOf,
});
