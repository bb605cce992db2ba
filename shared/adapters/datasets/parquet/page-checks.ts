import type { ColumnMetaData, PageHeader } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { AppError } from '../../../domain/errors.js';
import { decompress } from './decompress.js';
import { parquetLimits, tooMuch } from './limits.js';
import { checkRuns } from './run-checks.js';

/** How much of memory is left to the pages of a row group. */
export interface Allowance {
  unpackedBytes: number;
}

/** A column's part of a row group, and what its pages are made of. */
export interface CheckedChunk {
  readonly bytes: ArrayBuffer;
  readonly column: ColumnMetaData;
  /** How deep its values may be repeated, and how deep they may be missing: 0 for a plain column. */
  readonly levels: { readonly repetition: number; readonly definition: number };
  /** Values that one page may have. */
  readonly maxValues: number;
}

/** Pages that have been unpacked, by where their packed bytes begin. */
export type UnpackedPages = ReadonlyMap<number, Uint8Array>;

/**
 * Unpacks the pages of a chunk, and refuses those that claim more than they may before anything is made for them: the
 * library believes what they say.
 */
export function checkPages(chunk: CheckedChunk, allowance: Allowance): UnpackedPages {
  const { bytes } = chunk;
  const reader = { view: new DataView(bytes), offset: 0 };
  const unpacked = new Map<number, Uint8Array>();
  // As the library does: a single byte left over is padding.
  while (reader.offset < bytes.byteLength - 1) {
    const header = parquetHeader(reader);
    demandSizes(header, chunk, bytes.byteLength - reader.offset);
    allowance.unpackedBytes -= header.uncompressed_page_size;
    if (allowance.unpackedBytes < 0) throw tooLargeUnpacked();
    const page = unpackPage(header, chunk, reader.offset);
    unpacked.set(page.packedAt, page.values);
    checkLevels(header, chunk, page);
    reader.offset += header.compressed_page_size;
  }
  return unpacked;
}

function demandSizes(header: PageHeader, { maxValues }: CheckedChunk, bytesLeft: number): void {
  const { compressed_page_size: packedBytes, uncompressed_page_size: unpackedBytes } = header;
  demandCount('bytes of a page', packedBytes, bytesLeft);
  demandCount('bytes of an unpacked page', unpackedBytes, parquetLimits.pageBytes);
  const page = header.data_page_header ?? header.data_page_header_v2;
  if (page) demandCount('values of a page', page.num_values, maxValues);
  const names = header.dictionary_page_header;
  // A value takes a bit at least.
  if (names) demandCount('values of a dictionary', names.num_values, 8 * unpackedBytes);
  const second = header.data_page_header_v2;
  if (!second) return;
  demandCount('missing values of a page', second.num_nulls, second.num_values);
  demandCount('bytes of levels', second.repetition_levels_byte_length, packedBytes);
  const levelBytes = second.repetition_levels_byte_length + second.definition_levels_byte_length;
  demandCount('bytes of levels', levelBytes, Math.min(packedBytes, unpackedBytes));
}

function demandCount(what: string, count: unknown, most: number): void {
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0)
    throw new AppError('invalid', `${what}: expected a number, got ${String(count)}`);
  if (count > most) throw tooMuch(what, most, count);
}

interface Page {
  /** Where the packed values begin. */
  readonly packedAt: number;
  /** Unpacked; of the second version without levels, which lie before, as they are. */
  readonly values: Uint8Array;
  readonly levels: Uint8Array;
}

function unpackPage(header: PageHeader, { bytes, column }: CheckedChunk, offset: number): Page {
  const page = new Uint8Array(bytes, offset, header.compressed_page_size);
  const second = header.data_page_header_v2;
  const levelBytes = second
    ? second.repetition_levels_byte_length + second.definition_levels_byte_length
    : 0;
  const packed = page.subarray(levelBytes);
  const unpackedBytes = header.uncompressed_page_size - levelBytes;
  const isPacked = second?.is_compressed !== false && unpackedBytes > 0;
  const values = isPacked ? decompress(column.codec, packed, unpackedBytes) : packed;
  return { packedAt: offset + levelBytes, values, levels: page.subarray(0, levelBytes) };
}

function checkLevels(header: PageHeader, { levels, column }: CheckedChunk, page: Page): void {
  const { data_page_header: first, data_page_header_v2: second } = header;
  const widths = [bitsOf(levels.repetition), bitsOf(levels.definition)] as const;
  if (second) {
    const { num_values: valueCount, repetition_levels_byte_length: middle } = second;
    const bytes = page.levels;
    const [repetition, definition] = widths;
    checkRuns({ bytes, start: 0, end: middle, width: repetition, valueCount });
    checkRuns({ bytes, start: middle, end: bytes.length, width: definition, valueCount });
    checkIndices(second.encoding, page.values, 0, valueCount);
  } else if (first) {
    let start = 0;
    for (const width of widths)
      if (width > 0) start = checkMeasured(page.values, start, width, first.num_values);
    if (first.encoding === 'RLE' && column.type === 'BOOLEAN')
      checkMeasured(page.values, start, 1, first.num_values);
    else checkIndices(first.encoding, page.values, start, first.num_values);
  }
}

/** A section that begins with its length in four bytes; returns where it ends. */
function checkMeasured(bytes: Uint8Array, at: number, width: number, valueCount: number): number {
  const start = at + 4;
  if (start > bytes.length) throw new AppError('invalid', 'a page ends within its levels');
  const length = new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0, true);
  // The library looks at the values, not at the length, to know where a section ends.
  checkRuns({ bytes, start, end: bytes.length, width, valueCount });
  return start + length;
}

/** Places in a dictionary: their width in a byte, then runs to the end of the page. */
function checkIndices(
  encoding: string | undefined,
  bytes: Uint8Array,
  at: number,
  valueCount: number,
): void {
  if (encoding !== 'PLAIN_DICTIONARY' && encoding !== 'RLE_DICTIONARY') return;
  const width = bytes[at] ?? 0;
  if (width > 32) throw tooMuch('bits of a place in a dictionary', 32, width);
  checkRuns({ bytes, start: at + 1, end: bytes.length, width, valueCount });
}

const bitsOf = (highest: number) => Math.ceil(Math.log2(highest + 1));

export const tooLargeUnpacked = () =>
  new AppError(
    'invalid',
    `a row group unpacks to more than ${parquetLimits.unpackedBytes} bytes; expected smaller row groups`,
  );
