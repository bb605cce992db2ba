import { link, mkdir, open, readdir, rm, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../domain/errors.js';

/** A temporary file that nobody has written to for this long was left behind by a writer that died. */
const abandonedAfterMs = 900_000;

/**
 * Puts a file where there was none, in one step and for good: other processes see all of it or nothing, a crash of the
 * machine included. False where the path is taken. Throws `unavailable` where it cannot be written, and leaves nothing
 * behind. The content passes through `workshop`, a folder on the same disk.
 */
export async function createDurably(
  path: string,
  content: Uint8Array,
  workshop: { readonly folder: string; readonly name: string },
): Promise<boolean> {
  const draft = join(workshop.folder, workshop.name);
  try {
    await mkdirDurably(workshop.folder);
    await sweep(workshop.folder);
    await writeThrough(draft, content);
    await mkdirDurably(dirname(path));
    return await linkOnce(draft, path);
  } catch (error) {
    throw unwritable(path, error);
  } finally {
    await unlessMissing(rm(draft));
  }
}

async function writeThrough(path: string, content: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A link, unlike a rename, never replaces what another process put there. */
async function linkOnce(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
  await syncFolder(dirname(to));
  return true;
}

async function mkdirDurably(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) {
    await syncFolder(dirname(made));
  }
}

async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders and needs no such call.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = await unlessMissing(stat(path));
    if (found && Date.now() - found.mtimeMs > abandonedAfterMs) await unlessMissing(unlink(path));
  }
}

const missing = ['ENOENT', 'EISDIR', 'ENOTDIR'];

/** Undefined where there is no such file or folder, or no longer. */
export async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (missing.some((code) => hasCode(error, code))) return undefined;
    throw error;
  }
}

const hasCode = (error: unknown, code: string) =>
  error instanceof Error && 'code' in error && error.code === code;

const noRoom = ['ENOSPC', 'EDQUOT', 'EFBIG'];

function unwritable(path: string, cause: unknown): AppError {
  const isFull = noRoom.some((code) => hasCode(cause, code));
  const why = isFull ? 'the disk is full' : cause instanceof Error ? cause.message : String(cause);
  return new AppError('unavailable', `${path} could not be written: ${why}`, { cause });
}
