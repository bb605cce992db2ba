import {
  type AsyncBuffer,
  type ColumnMetaData,
  type Compressors,
  parquetSchema,
  type SchemaTree,
} from 'hyparquet';
import { parquetReadColumn } from 'hyparquet/src/read.js';
import { getMaxDefinitionLevel, getMaxRepetitionLevel, getTreePath } from 'hyparquet/src/schema.js';
import { AppError } from '../../../domain/errors.js';
import { decompress } from './decompress.js';
import { parquetLimits } from './limits.js';
import { type Allowance, checkPages, type UnpackedPages } from './page-checks.js';
import type { ParquetFile } from './parquet-file.js';

/** A value for each row, as the library makes them. */
export type ColumnValues = ArrayLike<unknown>;

/** Where a column of a row group is. */
export interface ColumnPlace {
  readonly name: string;
  /** One, or one for each part of what is nested. */
  readonly chunks: readonly ColumnMetaData[];
  readonly firstRow: number;
  readonly rowCount: number;
}

/** Bytes of a chunk: the dictionary lies before the values, where there is one. */
export function rangeOf({
  dictionary_page_offset: dictionaryOffset,
  data_page_offset: dataOffset,
  total_compressed_size: sizeBytes,
}: ColumnMetaData): { readonly start: number; readonly end: number } {
  const start = Number(dictionaryOffset || dataOffset);
  return { start, end: start + Number(sizeBytes) };
}

/** The values of a column in a row group. Throws `invalid` or in the library's words where they are damaged. */
export async function readColumn(
  { buffer, metadata }: ParquetFile,
  { name, chunks, firstRow, rowCount }: ColumnPlace,
  allowance: Allowance,
): Promise<ColumnValues> {
  const schema = parquetSchema(metadata);
  const fetched: Fetched[] = [];
  for (const chunk of chunks) {
    const bytes = await fetchChunk(buffer, chunk);
    const pages = checkPages({ bytes, ...shapeOf(schema, chunk, rowCount) }, allowance);
    fetched.push({ start: rangeOf(chunk).start, bytes, pages });
  }
  const values: ColumnValues = await parquetReadColumn({
    ...{ file: fromFetched(buffer, fetched), compressors: unpackedBefore(fetched) },
    ...{ metadata, columns: [name], rowStart: firstRow, rowEnd: firstRow + rowCount },
    geoparquet: false,
  });
  if (values.length >= rowCount) return values;
  const message = `column ${name}: expected ${rowCount} values in a row group, got ${values.length}`;
  throw new AppError('invalid', message);
}

function shapeOf(schema: SchemaTree, column: ColumnMetaData, rowCount: number) {
  const path = getTreePath(schema, column.path_in_schema);
  const repetition = getMaxRepetitionLevel(path);
  const levels = { repetition, definition: getMaxDefinitionLevel(path) };
  return { column, levels, maxValues: repetition > 0 ? parquetLimits.rowsInGroup : rowCount };
}

async function fetchChunk(buffer: AsyncBuffer, chunk: ColumnMetaData): Promise<ArrayBuffer> {
  const { start, end } = rangeOf(chunk);
  const isWithin = Number.isSafeInteger(start) && start >= 0 && end >= start;
  if (isWithin && end <= buffer.byteLength) return buffer.slice(start, end);
  throw new AppError(
    'invalid',
    `a column lies at ${start} to ${end} of ${buffer.byteLength} bytes`,
  );
}

interface Fetched {
  readonly start: number;
  readonly bytes: ArrayBuffer;
  readonly pages: UnpackedPages;
}

/** What has been fetched and checked is what the library reads. */
function fromFetched(buffer: AsyncBuffer, fetched: readonly Fetched[]): AsyncBuffer {
  return {
    byteLength: buffer.byteLength,
    slice(start, end = buffer.byteLength) {
      const held = fetched.find((each) => each.start === start);
      if (held && end - start === held.bytes.byteLength) return held.bytes;
      throw new AppError('invalid', `unchecked bytes are read: ${start} to ${end}`);
    },
  };
}

/** Nothing is unpacked twice. */
function unpackedBefore(fetched: readonly Fetched[]): Compressors {
  const unpack =
    (codec: keyof Compressors) =>
    (packed: Uint8Array, unpackedBytes: number): Uint8Array => {
      const its = fetched.find(({ bytes }) => bytes === packed.buffer);
      return its?.pages.get(packed.byteOffset) ?? decompress(codec, packed, unpackedBytes);
    };
  return {
    SNAPPY: unpack('SNAPPY'),
    GZIP: unpack('GZIP'),
    BROTLI: unpack('BROTLI'),
    ZSTD: unpack('ZSTD'),
    LZ4: unpack('LZ4'),
    LZ4_RAW: unpack('LZ4_RAW'),
  };
}
