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
    async run(client, abortSignal) {
      const blob = client.getBlobClient(name);
      for (let read = 1; ; read++) {
        try {
          return await readOnce(blob, { maxSizeBytes, abortSignal });
        } catch (error) {
          const code = blobErrorCode(error);
          if (code === 'BlobNotFound') return undefined;
          if (code !== 'ConditionNotMet' || read === maxReads) throw error;
        }
      }
    },
  });
}

/** The SDK takes up a broken connection where it was, and only if the blob is still the same. */
async function readOnce(
  blob: BlobClient,
  { maxSizeBytes, abortSignal }: { maxSizeBytes: number; abortSignal: AbortSignal },
): Promise<BlobContent> {
  const response = await blob.download(0, undefined, { abortSignal, maxRetryRequests: 3 });
  const stream = response.readableStreamBody;
  if (stream === undefined) throw new AppError('unavailable', `${blob.name} came without a body`);
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  for await (const piece of stream) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    sizeBytes += bytes.byteLength;
    if (sizeBytes > maxSizeBytes) throw tooLarge(maxSizeBytes);
    pieces.push(bytes);
  }
  return {
    content: verified(blob.name, Buffer.concat(pieces), response),
    etag: response.etag ?? '',
  };
}

const tooLarge = (maxSizeBytes: number) =>
  new AppError('too-large', `expected a file of at most ${maxSizeBytes} bytes, got more`);
