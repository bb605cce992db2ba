import type { ColumnMetaData, RowGroup } from 'hyparquet';
import { AppError } from '../../../domain/errors.js';
import { damaged, parquetLimits, tooMuch } from './limits.js';
import { tooLargeUnpacked } from './page-checks.js';
import type { ParquetFile } from './parquet-file.js';
import { type ColumnValues, rangeOf, readColumn } from './read-column.js';

/** Where a row group lies. */
export interface GroupPlace {
  readonly group: RowGroup;
  /** Of its first row in the file. */
  readonly firstRow: number;
  readonly rowCount: number;
}

/** The row groups of a file in order. Throws `invalid` for counts that are none. */
export function groupPlaces({ metadata }: ParquetFile): readonly GroupPlace[] {
  let firstRow = 0;
  return metadata.row_groups.map((group) => {
    const rowCount = Number(group.num_rows);
    if (!Number.isSafeInteger(rowCount) || rowCount < 0)
      throw new AppError('invalid', `rows of a row group: expected a number, got ${rowCount}`);
    if (rowCount > parquetLimits.rowsInGroup)
      throw tooMuch('rows of a row group', parquetLimits.rowsInGroup, rowCount);
    const place = { group, firstRow, rowCount };
    firstRow += rowCount;
    return place;
  });
}

/** Values of some columns of a row group. Throws `invalid` where they are damaged or take more memory than they may. */
export async function readGroup(
  file: ParquetFile,
  { group, firstRow, rowCount }: GroupPlace,
  columns: ReadonlySet<string>,
): Promise<ReadonlyMap<string, ColumnValues>> {
  const allowance = { unpackedBytes: parquetLimits.unpackedBytes };
  const values = new Map<string, ColumnValues>();
  try {
    demandRoom([...columns].flatMap((name) => chunksOf(group, name)));
    for (const name of columns) {
      const place = { name, chunks: chunksOf(group, name), firstRow, rowCount };
      values.set(name, await readColumn(file, place, allowance));
    }
  } catch (error) {
    throw damaged(error);
  }
  return values;
}

function chunksOf(group: RowGroup, name: string): readonly ColumnMetaData[] {
  return group.columns.flatMap(({ meta_data: chunk }) =>
    chunk?.path_in_schema[0] === name ? [chunk] : [],
  );
}

/** What the footer says is checked before anything is fetched; whether it is true, page by page. */
function demandRoom(chunks: readonly ColumnMetaData[]): void {
  const sum = (of: (chunk: ColumnMetaData) => number) =>
    chunks.reduce((total, chunk) => total + of(chunk), 0);
  const packedBytes = sum((chunk) => rangeOf(chunk).end - rangeOf(chunk).start);
  if (!(packedBytes <= parquetLimits.packedBytes))
    throw tooMuch('bytes of a row group', parquetLimits.packedBytes, packedBytes);
  const unpackedBytes = sum((chunk) => Number(chunk.total_uncompressed_size));
  if (!(unpackedBytes <= parquetLimits.unpackedBytes)) throw tooLargeUnpacked();
}
