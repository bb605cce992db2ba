import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ReadableStreamDefaultReader } from 'node:stream/web';
import type { EncoderFile } from '../../domain/encoder-model.js';
import { AppError } from '../../domain/errors.js';
import { fileHash } from './file-hash.js';

export interface Download {
  readonly url: string;
  /** Where the file goes; what has come in lies beside it until it is whole. */
  readonly path: string;
  readonly expected: EncoderFile;
  /** Called with the bytes that are here, again and again. */
  readonly onBytes: (bytes: number) => void;
}

/**
 * Brings in one file, from where an earlier call was stopped. Throws `unavailable` where the other side or the disk fails,
 * which a later call goes on from, `conflict` for other content than expected, which is thrown away.
 */
export async function download(order: Download, signal?: AbortSignal): Promise<void> {
  const part = `${order.path}.part`;
  await mkdir(dirname(order.path), { recursive: true });
  const { sizeBytes } = order.expected;
  if ((await sizeOf(part)) > sizeBytes) await rm(part);
  if ((await sizeOf(part)) < sizeBytes) await receive(order, part, signal);
  await demandContent(order, part, signal);
  await rename(part, order.path);
}

export async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

async function receive(order: Download, part: string, signal?: AbortSignal): Promise<void> {
  const have = await sizeOf(part);
  const response = await request(order.url, have, signal);
  const goesOn = response.status === 206 && startOf(response) === have;
  if (!response.ok || !response.body || (response.status === 206 && !goesOn)) {
    await response.body?.cancel();
    throw unavailable(`${order.url} answered ${response.status}`);
  }
  const body = piecesOf(response.body.getReader(), signal);
  const file = await open(part, goesOn ? 'a' : 'w');
  try {
    await pour(order, body, { file, have: goesOn ? have : 0 });
    await file.sync();
  } catch (error) {
    throw signal?.aborted ? signal.reason : named(order.url, error);
  } finally {
    await file.close();
  }
}

async function request(url: string, from: number, signal?: AbortSignal): Promise<Response> {
  const headers = from > 0 ? { range: `bytes=${from}-` } : {};
  try {
    return await fetch(url, { headers, ...(signal && { signal }) });
  } catch (error) {
    throw signal?.aborted ? signal.reason : named(url, error);
  }
}

/** The first byte that a partial answer brings. */
function startOf(response: Response): number {
  return Number(/^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1] ?? -1);
}

/** Once it was aborted, a body by itself may keep its reader waiting for good. */
async function* piecesOf(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const aborted = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => undefined);
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), aborted]);
      if (done) return;
      yield value;
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

/** Writes what comes, from `have` bytes on, and demands that it is as much as expected. */
async function pour(
  { url, expected, onBytes }: Download,
  body: AsyncIterable<Uint8Array>,
  { file, have }: { readonly file: FileHandle; readonly have: number },
): Promise<void> {
  let here = have;
  onBytes(here);
  for await (const bytes of body) {
    here += bytes.byteLength;
    if (here > expected.sizeBytes) {
      const message = `${url} has more than the ${expected.sizeBytes} bytes expected`;
      throw new AppError('conflict', message);
    }
    await file.writeFile(bytes);
    onBytes(here);
  }
  if (here === expected.sizeBytes) return;
  throw unavailable(`${url} broke off after ${here} of ${expected.sizeBytes} bytes`);
}

async function demandContent(
  { url, expected, onBytes }: Download,
  part: string,
  signal?: AbortSignal,
): Promise<void> {
  signal?.throwIfAborted();
  const hash = await fileHash(part);
  onBytes(expected.sizeBytes);
  if (hash === expected.sha256) return;
  await rm(part);
  throw new AppError('conflict', `${url}: expected SHA-256 ${expected.sha256}, got ${hash}`);
}

function named(url: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new AppError('unavailable', `${url} could not be fetched: ${why}`, { cause: error });
}

const unavailable = (message: string) => new AppError('unavailable', message);
