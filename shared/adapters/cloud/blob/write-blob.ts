import { randomUUID } from 'node:crypto';
import type { BlobRequestConditions, BlockBlobClient } from '@azure/storage-blob';
import { blobErrorCode } from './blob-failure.js';
import { md5Of } from './checksum.js';
import type { BlobContainer } from './container.js';

/** Larger content goes up in blocks of this size, each checked by the service and sent again by itself. */
const blockBytes = 4 * 1024 * 1024;
const blocksAtOnce = 4;
const timeoutMs = 300_000;

/** That somebody else was faster: the name is taken, or the blob is no longer the one that was expected. */
const lost = ['BlobAlreadyExists', 'ConditionNotMet', 'InvalidBlockList'];

/**
 * Writes a blob in one step, provided that what is there meets `conditions`; false where it does not. Other readers see
 * the old content or the new.
 */
export async function writeBlob(
  container: BlobContainer,
  name: string,
  content: Uint8Array,
  conditions: BlobRequestConditions,
): Promise<boolean> {
  const writer = randomUUID();
  return container.call({
    ...{ failure: `${name} could not be written`, timeoutMs },
    async run(client, abortSignal) {
      const blob = client.getBlockBlobClient(name);
      const draft = { content, conditions, writer, abortSignal };
      try {
        await (content.byteLength <= blockBytes ? upload(blob, draft) : uploadBlocks(blob, draft));
        return true;
      } catch (error) {
        if (!lost.includes(blobErrorCode(error) ?? '')) throw error;
        return await isOurs(blob, writer, abortSignal);
      }
    },
  });
}

interface Draft {
  readonly content: Uint8Array;
  readonly conditions: BlobRequestConditions;
  readonly writer: string;
  readonly abortSignal: AbortSignal;
}

const kept = ({ content, conditions, writer, abortSignal }: Draft) => ({
  ...{ conditions, abortSignal, metadata: { writer } },
  blobHTTPHeaders: { blobContentMD5: md5Of(content) },
});

async function upload(blob: BlockBlobClient, draft: Draft): Promise<void> {
  await blob.upload(draft.content, draft.content.byteLength, kept(draft));
}

async function uploadBlocks(blob: BlockBlobClient, draft: Draft): Promise<void> {
  const { content, writer, abortSignal } = draft;
  // Blocks of different writers must not be mistaken for each other's.
  const ids = Array.from({ length: Math.ceil(content.byteLength / blockBytes) }, (_, at) =>
    Buffer.from(`${writer}-${String(at).padStart(6, '0')}`).toString('base64'),
  );
  const left = ids.entries();
  const send = async () => {
    for (const [at, id] of left) {
      const block = content.subarray(at * blockBytes, (at + 1) * blockBytes);
      const options = { abortSignal, transactionalContentMD5: md5Of(block) };
      await blob.stageBlock(id, block, block.byteLength, options);
    }
  };
  await Promise.all(Array.from({ length: blocksAtOnce }, send));
  await blob.commitBlockList(ids, kept(draft));
}

/** A try whose answer was lost may have been the one that did it. */
async function isOurs(
  blob: BlockBlobClient,
  writer: string,
  abortSignal: AbortSignal,
): Promise<boolean> {
  try {
    const { metadata } = await blob.getProperties({ abortSignal });
    return metadata?.['writer'] === writer;
  } catch (error) {
    if (blobErrorCode(error) === 'BlobNotFound') return false;
    throw error;
  }
}
