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
  // Without a place to write to, it would make one as large as the data say.
  if (codec === 'ZSTD') return decompressZstd(packed, new Uint8Array(unpackedBytes));
  const unpack = compressors[codec];
  if (unpack) return unpack(packed, unpackedBytes);
  throw new AppError('invalid', `expected a known compression, got ${String(codec).slice(0, 20)}`);
}
