import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError } from '../../../domain/errors.js';

/** Small enough that the bytes read are not far ahead of the rows that come out. */
const chunkBytes = 64 * 1024;
const zippedChunkBytes = 16 * 1024;

export interface ByteStream {
  /** The content, unzipped where the file is gzip. Throws `invalid` where that is damaged or cut short. */
  readonly chunks: AsyncIterable<Buffer>;
  /** Bytes of the file, as it lies on disk, read by now. */
  bytesRead(): number;
}

/** Reads a file from a byte of its content on; gzip is known by its first two bytes, whatever the name. */
export async function openBytes(path: string, fromByte = 0): Promise<ByteStream> {
  if (!(await isGzip(path))) {
    const file = createReadStream(path, { start: fromByte, highWaterMark: chunkBytes });
    return { chunks: file, bytesRead: () => fromByte + file.bytesRead };
  }
  const file = createReadStream(path, { highWaterMark: zippedChunkBytes });
  const unzip = createGunzip({ chunkSize: chunkBytes });
  pipeline(file, unzip, () => undefined);
  return { chunks: without(fromByte, unzip), bytesRead: () => file.bytesRead };
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

async function* without(firstBytes: number, chunks: AsyncIterable<Buffer>) {
  let toDrop = firstBytes;
  try {
    for await (const chunk of chunks) {
      const rest = chunk.subarray(toDrop);
      toDrop = Math.max(0, toDrop - chunk.length);
      if (rest.length > 0) yield rest;
    }
  } catch (cause) {
    throw damaged(cause);
  }
}

function damaged(cause: unknown): AppError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new AppError('invalid', `its gzip data are damaged or cut short (${why})`, { cause });
}
