import type { BlobClient } from '@azure/storage-blob';
import { blobErrorCode } from './blob-failure.js';
import { verified } from './checksum.js';
import type { BlobContainer } from './container.js';
import { gatherBytes } from './gather-bytes.js';

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
    const { content, facts } = await gatherBytes(blob, { start: 0, ...options });
    return { content: verified(blob.name, content, facts), etag: facts.etag ?? '' };
  } catch (error) {
    const code = blobErrorCode(error);
    if (code === 'BlobNotFound') return undefined;
    if (code !== 'ConditionNotMet' || readsLeft === 1) throw error;
    return readWhole(blob, options, readsLeft - 1);
  }
}
