import { brotliDecompressSync, unzipSync } from 'node:zlib';
import type { CompressionCodec } from 'hyparquet';
import { compressors, decompressZstd } from 'hyparquet-compressors';
import { AppError } from '../../../domain/errors.js';

/** Unpacks a page into as many bytes as its header says, and no more. Throws where it does not come out so. */
export function decompress(
  codec: CompressionCodec,
  packed: Uint8Array,
  unpackedBytes: number,
): Uint8Array {
  if (codec === 'UNCOMPRESSED') return packed;
  const unpacked = unpack(codec, packed, unpackedBytes);
  if (unpacked.byteLength === unpackedBytes) return unpacked;
  const message = `a page unpacks to ${unpacked.byteLength} bytes; expected ${unpackedBytes}`;
  throw new AppError('invalid', message);
}

function unpack(codec: CompressionCodec, packed: Uint8Array, unpackedBytes: number): Uint8Array {
  const limit = { maxOutputLength: Math.max(1, unpackedBytes) };
  if (codec === 'GZIP') return unzipSync(packed, limit);
  if (codec === 'BROTLI') return brotliDecompressSync(packed, limit);
  // Without a place to write to, it would make one as large as the data say.
  if (codec === 'ZSTD') return decompressZstd(packed, new Uint8Array(unpackedBytes));
  const other = compressors[codec];
  if (other) return other(packed, unpackedBytes);
  throw new AppError('invalid', `expected a known compression, got ${String(codec).slice(0, 20)}`);
}
