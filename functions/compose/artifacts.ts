import { join } from 'node:path';
import { fileArtifactStore } from '../../shared/adapters/files/artifact-store.js';
import type { Config } from '../../shared/config.js';
import type { ArtifactStore } from '../../shared/ports/artifact-store.js';
import { composeBlobs } from './blobs.js';

/** Where models are published: in Blob Storage where there is one, so that every instance finds them; on the disk else. */
export function composeArtifacts({
  blobs,
  dataDir,
}: Pick<Config, 'blobs' | 'dataDir'>): ArtifactStore {
  if (blobs === undefined) return fileArtifactStore(join(dataDir, 'models'));
  const open = composeBlobs(blobs);
  let opened: Promise<ArtifactStore> | undefined;
  const load = async () => {
    const { blobArtifactStore } = await import(
      '../../shared/adapters/cloud/blob/blob-artifact-store.js'
    );
    return blobArtifactStore(await open());
  };
  return whenLoaded(() => {
    opened ??= load();
    return opened;
  });
}

function whenLoaded(store: () => Promise<ArtifactStore>): ArtifactStore {
  return {
    write: async (path, content) => (await store()).write(path, content),
    read: async (path) => (await store()).read(path),
    list: async (prefix) => (await store()).list(prefix),
    removeAll: async (prefix) => (await store()).removeAll(prefix),
    pointer: async (name) => (await store()).pointer(name),
    movePointer: async (name, value, expected) =>
      (await store()).movePointer(name, value, expected),
  };
}
