import { AppError } from '../../../domain/errors.js';
import type { DataFile } from '../../../ports/data-files.js';
import type { DatasetOptions, DatasetSource } from '../../../ports/dataset.js';
import { chooseColumns } from '../reading/columns.js';
import { checkOptions } from '../reading/option-checks.js';
import { placeFiles } from '../reading/place-files.js';
import { tableReader } from '../reading/table-rows.js';
import { openParquet } from './parquet-file.js';
import { type PlacedParquet, parquetSource } from './parquet-source.js';

const format = {
  name: 'parquet',
  files: '*.parquet',
  takes: ['columns', 'defaultType'],
} as const;

/** What the format's `open` promises. */
export async function openFiles(
  paths: readonly string[],
  options: DatasetOptions,
): Promise<readonly DatasetSource[]> {
  checkOptions(format, options);
  const placed = await placeFiles(paths, {
    ...{ format, files: options.files },
    place: (file, isNamed) => place(file, isNamed, options),
  });
  const rank = (each: PlacedParquet) => (isOfItems(each) ? 0 : 1);
  const ordered = placed.toSorted((a, b) => rank(a) - rank(b));
  return Promise.all(ordered.map((each) => parquetSource(each, format.name, options)));
}

const isOfItems = ({ columns }: PlacedParquet) => !columns.has('user') && !columns.has('session');

/** Columns that are missing are told of now, not when the file's turn has come. */
async function place(
  file: DataFile,
  isNamed: boolean,
  options: DatasetOptions,
): Promise<PlacedParquet | undefined> {
  if (!isNamed && !file.name.toLowerCase().endsWith('.parquet')) return undefined;
  try {
    const opened = await openParquet(file);
    const columns = chooseColumns(opened.columns, options.columns);
    tableReader({ ...nothingYet, options }, columns);
    return { opened, columns };
  } catch (error) {
    throw naming(file, error);
  }
}

const nothingYet = {
  format: format.name,
  fileName: '',
  firstLine: '',
  importedAt: 0,
  lineCount: 0,
};

function naming(file: DataFile, error: unknown): unknown {
  if (!(error instanceof AppError) || error.code !== 'invalid') return error;
  return new AppError('invalid', `${file.path}: ${error.message}`, { cause: error });
}
