import type { BlobClient } from '@azure/storage-blob';
import { AppError } from '../../../domain/errors.js';
import { blobErrorCode } from './blob-failure.js';
import { verified } from './checksum.js';
import type { BlobContainer } from './container.js';

export interface BlobContent {
  readonly content: Uint8Array;
  readonly etag: string;
}

export interface ReadLimits {
  readonly timeoutMs: number;
  /** Larger ones are `too-large`. */
  readonly maxSizeBytes?: number;
  readonly signal?: AbortSignal | undefined;
}

/** How often a blob is begun anew that others replace while it is read. */
const maxReads = 3;
const maxBreaks = 3;

/**
 * All of a blob as it was at one moment, checked against its checksum; undefined where there is none. Throws `conflict`
 * where it is replaced again and again while it is read.
 */
export async function readBlob(
  container: BlobContainer,
  name: string,
  limits: ReadLimits,
): Promise<BlobContent | undefined> {
  const { maxSizeBytes = Number.POSITIVE_INFINITY, timeoutMs, signal } = limits;
  return container.call({
    ...{ failure: `${name} could not be read`, timeoutMs, signal },
    run: (client, abortSignal) =>
      readWhole(client.getBlobClient(name), { maxSizeBytes, abortSignal }),
  });
}

interface ReadOptions {
  readonly maxSizeBytes: number;
  readonly abortSignal: AbortSignal;
}

async function readWhole(
  blob: BlobClient,
  options: ReadOptions,
  readsLeft = maxReads,
): Promise<BlobContent | undefined> {
  try {
    return await readOnce(blob, options);
  } catch (error) {
    const code = blobErrorCode(error);
    if (code === 'BlobNotFound') return undefined;
    if (code !== 'ConditionNotMet' || readsLeft === 1) throw error;
    return readWhole(blob, options, readsLeft - 1);
  }
}

/** A broken connection is taken up where it was, and only if the blob is still the same: the SDK itself gives up. */
async function readOnce(blob: BlobClient, options: ReadOptions): Promise<BlobContent> {
  const gathered = new Gathered(options.maxSizeBytes);
  const { abortSignal } = options;
  const first = await blob.download(0, undefined, { abortSignal });
  const conditions = { ifMatch: first.etag ?? '' };
  let response = first;
  for (let breaksLeft = maxBreaks; ; breaksLeft--) {
    const broken = await gathered.takeAll(response.readableStreamBody);
    if (broken === undefined || gathered.sizeBytes === first.contentLength) break;
    abortSignal.throwIfAborted();
    if (breaksLeft === 0) throw broken;
    response = await blob.download(gathered.sizeBytes, undefined, { abortSignal, conditions });
  }
  return { content: verified(blob.name, gathered.content(), first), etag: conditions.ifMatch };
}

class Gathered {
  readonly #pieces: Buffer[] = [];
  readonly #maxSizeBytes: number;
  sizeBytes = 0;

  constructor(maxSizeBytes: number) {
    this.#maxSizeBytes = maxSizeBytes;
  }

  /** Resolves with what broke it before its end. Throws `too-large`. */
  async takeAll(stream: NodeJS.ReadableStream | undefined): Promise<unknown> {
    try {
      for await (const piece of stream ?? []) this.#take(Buffer.from(piece));
      return undefined;
    } catch (error) {
      if (error instanceof AppError) throw error;
      return error;
    }
  }

  content(): Uint8Array {
    return Buffer.concat(this.#pieces);
  }

  #take(piece: Buffer): void {
    this.sizeBytes += piece.byteLength;
    if (this.sizeBytes > this.#maxSizeBytes) throw tooLarge(this.#maxSizeBytes);
    this.#pieces.push(piece);
  }
}

const tooLarge = (maxSizeBytes: number) =>
  new AppError('too-large', `expected a file of at most ${maxSizeBytes} bytes, got more`);
