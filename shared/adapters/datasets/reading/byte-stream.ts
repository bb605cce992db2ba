import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError } from '../../../domain/errors.js';
import type { DataFile } from '../../../ports/data-files.js';

/** Of unzipped content that is waiting to be read. */
const chunkBytes = 64 * 1024;
const zippedChunkBytes = 16 * 1024;

export interface ByteStream {
  /** The content, unzipped where the file is gzip. Throws `invalid` where that is damaged or cut short. */
  readonly chunks: AsyncIterable<Buffer>;
  /** Bytes of the file, as it lies where it lies, read by now. */
  bytesRead(): number;
}

/** Reads a file from a byte of its content on; gzip is known by its first two bytes, whatever the name. */
export async function openBytes(file: DataFile, fromByte = 0): Promise<ByteStream> {
  if (!(await isGzip(file))) {
    const counted = new Counted(file.read(fromByte), fromByte);
    return { chunks: counted.chunks(), bytesRead: () => counted.bytes };
  }
  const counted = new Counted(file.read(0), 0);
  const zipped = Readable.from(counted.chunks(zippedChunkBytes), {
    objectMode: false,
    highWaterMark: zippedChunkBytes,
  });
  const unzip = createGunzip({ chunkSize: chunkBytes });
  pipeline(zipped, unzip, () => undefined);
  return { chunks: without(fromByte, unzip), bytesRead: () => counted.bytes };
}

/** Gathers bytes from `start` up to `end`, or to the end of the file. */
export async function readBytes(file: DataFile, start: number, end: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of file.read(start, end)) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function isGzip(file: DataFile): Promise<boolean> {
  if (file.sizeBytes < 2) return false;
  const [first, second] = await readBytes(file, 0, 2);
  return first === 0x1f && second === 0x8b;
}

/** Counts what has been handed on. */
class Counted {
  readonly #pieces: AsyncIterable<Uint8Array>;
  bytes: number;

  constructor(pieces: AsyncIterable<Uint8Array>, bytes: number) {
    this.#pieces = pieces;
    this.bytes = bytes;
  }

  async *chunks(maxBytes = Number.POSITIVE_INFINITY): AsyncGenerator<Buffer> {
    for await (const piece of this.#pieces) {
      for (let start = 0; start < piece.byteLength; start += maxBytes) {
        const length = Math.min(maxBytes, piece.byteLength - start);
        this.bytes += length;
        yield Buffer.from(piece.buffer, piece.byteOffset + start, length);
      }
    }
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
    throw cause instanceof AppError ? cause : damaged(cause);
  }
}

function damaged(cause: unknown): AppError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new AppError('invalid', `its gzip data are damaged or cut short (${why})`, { cause });
}
