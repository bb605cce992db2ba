import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetSchema,
} from 'hyparquet';
import { z } from 'zod';
import { AppError } from '../../../domain/errors.js';
import type { DataFile } from '../../../ports/data-files.js';
import { readBytes } from '../reading/byte-stream.js';
import { damaged, parquetLimits, tooMuch } from './limits.js';

/** A file whose footer has been read. */
export interface ParquetFile {
  readonly file: DataFile;
  readonly buffer: AsyncBuffer;
  readonly metadata: FileMetaData;
  /** The names of its columns; what is nested in one has none of its own. */
  readonly columns: readonly string[];
}

const tailBytes = 8;
const magic = 'PAR1';

/** Reads the footer. Throws `invalid` where the file is none, is cut short, or is encrypted. */
export async function openParquet(file: DataFile): Promise<ParquetFile> {
  await demandFooter(file);
  const buffer: AsyncBuffer = {
    byteLength: file.sizeBytes,
    slice: async (start, end) => ownBuffer(await readBytes(file, start, end ?? file.sizeBytes)),
  };
  try {
    const metadata = await parquetMetadataAsync(buffer, { geoparquet: false });
    footer.parse(metadata);
    const columns = parquetSchema(metadata).children.map(({ element }) => element.name);
    return { file, buffer, metadata, columns };
  } catch (error) {
    throw damaged(error);
  }
}

const count = z.union([z.bigint(), z.number()]);

const chunk = z.object({
  ...{ path_in_schema: z.array(z.string()).min(1), codec: z.string(), type: z.string() },
  ...{ data_page_offset: count, dictionary_page_offset: count.optional() },
  ...{ total_compressed_size: count, total_uncompressed_size: count },
});

/** What is read of the footer here; the library takes whatever it finds. */
const footer = z.object({
  schema: z.array(z.object({ name: z.string() })).min(1),
  row_groups: z.array(
    z.object({ num_rows: count, columns: z.array(z.object({ meta_data: chunk.optional() })) }),
  ),
});

/** The end of the file says what it is and how long its footer. */
async function demandFooter(file: DataFile): Promise<void> {
  const start = Math.max(0, file.sizeBytes - tailBytes);
  const tail = await readBytes(file, start, file.sizeBytes);
  if (tail.subarray(4).toString('latin1') === 'PARE')
    throw new AppError('invalid', 'expected a Parquet file that is not encrypted');
  if (tail.length < tailBytes || tail.subarray(4).toString('latin1') !== magic)
    throw new AppError('invalid', 'expected a Parquet file that ends in PAR1: cut short, or none');
  const footerBytes = tail.readUInt32LE(0);
  if (footerBytes > parquetLimits.footerBytes)
    throw tooMuch('bytes of its footer', parquetLimits.footerBytes, footerBytes);
}

function ownBuffer(bytes: Buffer): ArrayBuffer {
  const own = new Uint8Array(bytes.byteLength);
  own.set(bytes);
  return own.buffer;
}
