import { AppError } from '../../../domain/errors.js';
import type {
  DatasetBatch,
  DatasetOptions,
  DatasetPosition,
  DatasetRecord,
  DatasetSource,
  RejectedRow,
} from '../../../ports/dataset.js';
import type { Columns, Field } from '../reading/columns.js';
import { fingerprint } from '../reading/fingerprint.js';
import { shortened } from '../reading/row-checks.js';
import { tableReader } from '../reading/table-rows.js';
import { cell } from './cell.js';
import type { ParquetFile } from './parquet-file.js';
import type { ColumnValues } from './read-column.js';
import { type GroupPlace, groupPlaces, readGroup } from './row-group.js';

const usualBatchRecords = 2_000;
const shownRowLength = 200;

/** A Parquet file, and which of its columns hold what. */
export interface PlacedParquet {
  readonly opened: ParquetFile;
  readonly columns: Columns;
}

/** A source that is read one row group at a time, and taken up in the middle of one: a position's lines are rows. */
export async function parquetSource(
  { opened, columns }: PlacedParquet,
  format: string,
  options: DatasetOptions,
): Promise<DatasetSource> {
  const { file } = opened;
  const { batchRecords = usualBatchRecords } = options;
  const context = {
    ...{ format, fileName: file.name, firstLine: '', lineCount: 0, options },
  };
  return {
    ...{ name: file.name, sizeBytes: file.sizeBytes },
    fingerprint: await fingerprint(file, format, options),
    async *batches(from, importedAt) {
      const read = tableReader({ ...context, importedAt }, columns);
      for (const place of groupPlaces(opened)) {
        const isBehind = from.lines >= place.firstRow + place.rowCount;
        if (isBehind || place.rowCount === 0) continue;
        const values = await readGroup(opened, place, new Set(columns.values()));
        const group = { place, values, columns, fileBytes: file.sizeBytes, read };
        yield* batchesOf(group, from, { batchRecords, rows: rowsIn(opened) });
      }
    },
  };
}

const rowsIn = (opened: ParquetFile) =>
  groupPlaces(opened).reduce((sum, { rowCount }) => sum + rowCount, 0);

interface Group {
  readonly place: GroupPlace;
  readonly values: ReadonlyMap<string, ColumnValues>;
  readonly columns: Columns;
  readonly fileBytes: number;
  readonly read: (row: (field: Field) => unknown) => DatasetRecord;
}

function* batchesOf(
  group: Group,
  from: DatasetPosition,
  { batchRecords, rows }: { readonly batchRecords: number; readonly rows: number },
): Generator<DatasetBatch> {
  const { firstRow, rowCount } = group.place;
  for (let at = Math.max(0, from.lines - firstRow); at < rowCount; at += batchRecords) {
    const end = Math.min(rowCount, at + batchRecords);
    const lines = firstRow + end;
    // Of a file with rows that takes no space there is none: what is read is more than nothing.
    const bytesRead = Math.max(1, Math.floor((group.fileBytes * lines) / rows));
    yield { ...readRows(group, at, end), end: { bytes: bytesRead, lines }, bytesRead };
  }
}

function readRows(
  { place, values, columns, read }: Group,
  start: number,
  end: number,
): Pick<DatasetBatch, 'records' | 'rejected'> {
  const records: DatasetRecord[] = [];
  const rejected: RejectedRow[] = [];
  for (let at = start; at < end; at++) {
    const value = (field: Field) => cell(values.get(columns.get(field) ?? '')?.[at]);
    try {
      records.push(read(value));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const row = shownRow([...columns].map(([field, column]) => [column, value(field)]));
      rejected.push({ line: place.firstRow + at + 1, reason: error.message, row });
    }
  }
  return { records, rejected };
}

function shownRow(cells: readonly (readonly [string, unknown])[]): string {
  const text = JSON.stringify(Object.fromEntries(cells));
  return text.length <= shownRowLength ? text : `${shortened(text, shownRowLength - 1)}…`;
}
