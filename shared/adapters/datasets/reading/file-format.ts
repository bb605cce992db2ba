import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '../../../domain/errors.js';
import type { DatasetFormat, DatasetOptions } from '../../../ports/dataset.js';
import { openBytes } from './byte-stream.js';
import { fileSource, type PlacedFile } from './file-source.js';
import { LineSplitter } from './lines.js';
import { rejected } from './row-checks.js';
import type { FileKind } from './row-reader.js';

/** What a format sees of a file to tell what it holds. */
export interface SeenFile {
  /** In lower case, without folder and `.gz`. */
  readonly name: string;
  readonly firstLine: string;
  /** Whether the user named the very file, not only its folder. */
  readonly isNamed: boolean;
}

export interface FileFormat {
  readonly name: string;
  readonly summary: string;
  readonly example: string;
  /** What the files are called, for the message about one that is not. */
  readonly files: string;
  /** Undefined where the file is none of this format's. */
  kindOf(file: SeenFile): FileKind | undefined;
  /** Which options mean something to it; the others are refused. */
  readonly takes?: readonly ('columns' | 'defaultType')[];
}

const orders: readonly FileKind['order'][] = ['items', 'users', 'events'];

/** Makes a data set format of files that are read row by row. */
export function fileFormat(format: FileFormat): DatasetFormat {
  return {
    name: format.name,
    summary: format.summary,
    example: format.example,
    async open(paths, options) {
      checkOptions(format, options);
      const files = await Promise.all(paths.map((path) => placeFiles(format, path)));
      const rank = (file: PlacedFile) => orders.indexOf(file.kind.order);
      const ordered = files.flat().toSorted((a, b) => rank(a) - rank(b));
      return Promise.all(ordered.map((file) => fileSource(file, format.name, options)));
    },
  };
}

function checkOptions({ name, takes = [] }: FileFormat, options: DatasetOptions): void {
  const { columns, defaultType, eventTypes } = options;
  if (columns && !takes.includes('columns')) {
    throw new AppError('invalid', `--columns means nothing to format ${name}`);
  }
  if (defaultType === undefined) return;
  if (!takes.includes('defaultType')) {
    throw new AppError(
      'invalid',
      `--type means nothing to format ${name}: its rows say their type`,
    );
  }
  if (eventTypes.has(defaultType)) return;
  throw rejected('--type', `one of ${[...eventTypes.keys()].join(', ')}`, defaultType);
}

async function placeFiles(format: FileFormat, path: string): Promise<readonly PlacedFile[]> {
  if (await isReadableFolder(path)) return placeFolder(format, path);
  const file = await place(format, path, true);
  if (file) return [file];
  throw new AppError(
    'invalid',
    `${path}: not a file that format ${format.name} knows; expected ${format.files}`,
  );
}

async function placeFolder(format: FileFormat, folder: string): Promise<readonly PlacedFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  const placed: PlacedFile[] = [];
  for (const name of names.toSorted()) {
    const file = await place(format, join(folder, name), false);
    if (file) placed.push(file);
  }
  if (placed.length > 0) return placed;
  throw new AppError(
    'not-found',
    `${folder}: no file of format ${format.name} in this folder; expected ${format.files}`,
  );
}

async function place(
  format: FileFormat,
  path: string,
  isNamed: boolean,
): Promise<PlacedFile | undefined> {
  const name = basename(path).toLowerCase().replace(/\.gz$/, '');
  const firstLine = await readFirstLine(path);
  const kind = format.kindOf({ name, firstLine, isNamed });
  return kind && { path, firstLine, kind };
}

async function isReadableFolder(path: string): Promise<boolean> {
  try {
    await access(path, constants.R_OK);
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  const why = code === 'ENOENT' ? 'no such file or folder' : `cannot be read (${code})`;
  return new AppError('not-found', `${path}: ${why}`, { cause });
}

/** Of a damaged file the empty text: reading its rows will say what is wrong. */
async function readFirstLine(path: string): Promise<string> {
  const splitter = new LineSplitter('utf8', { bytes: 0, lines: 0 });
  try {
    for await (const chunk of (await openBytes(path)).chunks) {
      const [line] = splitter.push(chunk);
      if (line) return line.text;
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
  return splitter.finish()[0]?.text ?? '';
}
