import type { BlobServiceClient } from '@azure/storage-blob';
import { artifactPath, artifactPrefix, pointerName } from '../../../domain/artifact-path.js';
import { AppError } from '../../../domain/errors.js';
import type { ArtifactStore } from '../../../ports/artifact-store.js';
import { blobErrorCode } from './blob-failure.js';
import { BlobContainer, blobContainers } from './container.js';
import { readBlob } from './read-blob.js';
import { writeBlob } from './write-blob.js';

/** A model's largest file on a slow line. */
const timeoutMs = 300_000;
const listMs = 60_000;
const removedAtOnce = 8;

/** No artifact's path begins with a dot. */
const pointerBlob = (name: string) => `.pointers/${pointerName(name)}`;

/**
 * Artifacts as blobs of one container: whoever makes one first has made it, content is checked on its way up and down,
 * and a pointer's mark is the ETag of its blob.
 */
export function blobArtifactStore(
  service: BlobServiceClient,
  containerName: string = blobContainers.artifacts,
): ArtifactStore {
  const container = new BlobContainer(service, containerName);
  return {
    async write(path, content) {
      const isWritten = await writeBlob(container, artifactPath(path), content, {
        ifNoneMatch: '*',
      });
      if (!isWritten) throw new AppError('conflict', `there is an artifact ${path} already`);
    },
    read: async (path) => (await readBlob(container, artifactPath(path), { timeoutMs }))?.content,
    list: async (prefix) => pathsIn(container, artifactPrefix(prefix)),
    removeAll: async (prefix) =>
      removeAll(container, await pathsIn(container, artifactPrefix(prefix))),
    async pointer(name) {
      const found = await readBlob(container, pointerBlob(name), { timeoutMs: listMs });
      return found && { value: Buffer.from(found.content).toString(), mark: found.etag };
    },
    movePointer: async (name, value, expected) =>
      writeBlob(
        container,
        pointerBlob(name),
        Buffer.from(value),
        expected === undefined ? { ifNoneMatch: '*' } : { ifMatch: expected },
      ),
  };
}

function pathsIn(container: BlobContainer, prefix: string): Promise<readonly string[]> {
  return container.call({
    ...{ failure: 'the artifacts could not be listed', timeoutMs: listMs },
    async run(client, abortSignal) {
      const paths: string[] = [];
      for await (const { name } of client.listBlobsFlat({ prefix, abortSignal }))
        if (!name.startsWith('.')) paths.push(name);
      return paths.toSorted((a, b) => (a < b ? -1 : 1));
    },
  });
}

async function removeAll(container: BlobContainer, paths: readonly string[]): Promise<void> {
  const left = paths.values();
  const remove = async () => {
    for (const path of left) await removeBlob(container, path);
  };
  await Promise.all(Array.from({ length: removedAtOnce }, remove));
}

function removeBlob(container: BlobContainer, name: string): Promise<void> {
  return container.call({
    failure: `${name} could not be removed`,
    async run(client, abortSignal) {
      try {
        await client.deleteBlob(name, { abortSignal, deleteSnapshots: 'include' });
      } catch (error) {
        if (blobErrorCode(error) !== 'BlobNotFound') throw error;
      }
    },
  });
}
