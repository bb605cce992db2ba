import { z } from 'zod';
import { AppError } from '../../../domain/errors.js';

/** What a file may ask of the memory of this process; those that data tools write by themselves ask a tenth of it. */
export const parquetLimits = {
  footerBytes: 64 * 1024 * 1024,
  rowsInGroup: 5_000_000,
  /** Of the columns of a row group that are read, as they lie in the file and unpacked. */
  packedBytes: 512 * 1024 * 1024,
  unpackedBytes: 1024 * 1024 * 1024,
  pageBytes: 256 * 1024 * 1024,
} as const;

export const tooMuch = (what: string, most: number, got: number | bigint) =>
  new AppError('invalid', `${what}: expected at most ${most}, got ${got}`);

/** Says that a file is not what it should be, in the library's words; what has a name of its own passes as it is. */
export function damaged(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const why = wordsOf(cause);
  const message = `its Parquet data are damaged or of an unknown kind (${why.slice(0, 200)})`;
  return new AppError('invalid', message, { cause });
}

function wordsOf(cause: unknown): string {
  if (cause instanceof z.ZodError) return `footer: ${cause.issues[0]?.path.join('.')}`;
  return cause instanceof Error ? cause.message : String(cause);
}
