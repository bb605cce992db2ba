import type { BlobClient, BlobDownloadResponseParsed } from '@azure/storage-blob';
import { AppError } from '../../../domain/errors.js';

export interface GatherOptions {
  readonly start: number;
  /** To the end where not said. */
  readonly count?: number;
  /** The version that is wanted; the one that is there where not said. */
  readonly etag?: string;
  readonly maxSizeBytes: number;
  readonly abortSignal: AbortSignal;
}

export interface GatheredBytes {
  readonly content: Uint8Array;
  /** What the first answer said of the blob. */
  readonly facts: BlobDownloadResponseParsed;
}

const maxBreaks = 3;

/**
 * Bytes of one version of a blob. A broken connection is taken up where it was, and only if the blob is still the same:
 * the SDK itself gives up. Rejects as the SDK does (`ConditionNotMet`), or with `too-large`.
 */
export async function gatherBytes(
  blob: BlobClient,
  { start, count, etag, maxSizeBytes, abortSignal }: GatherOptions,
): Promise<GatheredBytes> {
  const gathered = new Gathered(maxSizeBytes);
  const ask = (conditions: { ifMatch?: string }) => {
    const left = count === undefined ? undefined : count - gathered.sizeBytes;
    return blob.download(start + gathered.sizeBytes, left, { abortSignal, conditions });
  };
  const facts = await ask(etag === undefined ? {} : { ifMatch: etag });
  let response = facts;
  for (let breaksLeft = maxBreaks; ; breaksLeft--) {
    const broken = await gathered.takeAll(response.readableStreamBody);
    if (broken === undefined || gathered.sizeBytes === facts.contentLength) break;
    abortSignal.throwIfAborted();
    if (breaksLeft === 0) throw broken;
    response = await ask({ ifMatch: facts.etag ?? '' });
  }
  return { content: gathered.content(), facts };
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
