import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** Real data lies beside the project where there is some; a bench that finds none says so and goes on. */
const folder = new URL('../../../../shared/data/', import.meta.url);

/** The lines of a file of the data folder, unzipped by its ending; undefined where the file is absent. */
export function readLines(path: string): readonly string[] | undefined {
  const url = new URL(path, folder);
  if (!existsSync(url)) return undefined;
  const bytes = readFileSync(url);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text.split('\n').filter((line) => line !== '');
}

export function readSequences(path: string): readonly (readonly string[])[] | undefined {
  return readLines(path)?.map((line) => line.split(' '));
}
