import { AppError } from '../../../domain/errors.js';
import type { DataFile, DataFiles } from '../../../ports/data-files.js';
import { localFiles } from './local-files.js';

/** Undefined where the file is none of the format's. */
type Place<Placed> = (file: DataFile, isNamed: boolean) => Promise<Placed | undefined>;

interface Placing<Placed> {
  readonly format: { readonly name: string; readonly files: string };
  readonly place: Place<Placed>;
  readonly files: DataFiles | undefined;
}

/** The files of a format behind paths, a folder standing for those in it. Throws `not-found` or `invalid`, naming the path. */
export async function placeFiles<Placed>(
  paths: readonly string[],
  placing: Placing<Placed>,
): Promise<readonly Placed[]> {
  const placed = await Promise.all(paths.map((path) => placePath(path, placing)));
  return placed.flat();
}

async function placePath<Placed>(
  path: string,
  { format, place, files = localFiles }: Placing<Placed>,
): Promise<readonly Placed[]> {
  const found = await files.find(path);
  const placed: Placed[] = [];
  for (const file of found.files) {
    const its = await place(file, !found.isFolder);
    if (its !== undefined) placed.push(its);
  }
  if (placed.length > 0) return placed;
  throw found.isFolder ? noneIn(path, format) : unfit(path, format);
}

const noneIn = (path: string, { name, files }: { name: string; files: string }) =>
  new AppError('not-found', `${path}: no file of format ${name} in this folder; expected ${files}`);

const unfit = (path: string, { name, files }: { name: string; files: string }) =>
  new AppError('invalid', `${path}: not a file that format ${name} knows; expected ${files}`);
