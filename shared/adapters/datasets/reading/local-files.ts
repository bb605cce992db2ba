import { constants, createReadStream } from 'node:fs';
import { access, open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '../../../domain/errors.js';
import type { DataFile, DataFiles } from '../../../ports/data-files.js';

/** Small enough that the bytes read are not far ahead of the rows that come out. */
const chunkBytes = 64 * 1024;
const sampleBytes = 64 * 1024;

/** Files of this machine's disk. */
export const localFiles: DataFiles = {
  async find(path) {
    if (!(await isReadableFolder(path))) return { isFolder: false, files: [await fileAt(path)] };
    const entries = await readdir(path, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
    const files = names.toSorted().map((name) => fileAt(join(path, name)));
    return { isFolder: true, files: await Promise.all(files) };
  },
};

async function fileAt(path: string): Promise<DataFile> {
  const { size } = await stat(path);
  return {
    ...{ path, name: basename(path), sizeBytes: size },
    mark: () => sample(path, size),
    read(start, end) {
      const last = end === undefined ? {} : { end: end - 1 };
      return createReadStream(path, { start, ...last, highWaterMark: chunkBytes });
    },
  };
}

/** The whole content of a huge file is not worth reading twice: its beginning and end tell it from others of its size. */
async function sample(path: string, size: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const pieces: Buffer[] = [];
    for (const position of [0, Math.max(0, size - sampleBytes)]) {
      const { buffer, bytesRead } = await file.read(
        Buffer.alloc(sampleBytes),
        0,
        sampleBytes,
        position,
      );
      pieces.push(buffer.subarray(0, bytesRead));
    }
    return Buffer.concat(pieces);
  } finally {
    await file.close();
  }
}

async function isReadableFolder(path: string): Promise<boolean> {
  try {
    await access(path, constants.R_OK);
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  const why = code === 'ENOENT' ? 'no such file or folder' : `cannot be read (${code})`;
  return new AppError('not-found', `${path}: ${why}`, { cause });
}
