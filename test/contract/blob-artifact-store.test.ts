import { blobArtifactStore } from '../../shared/adapters/cloud/blob/blob-artifact-store.js';
import { azuriteBlobs } from '../support/blobs.js';
import { artifactStoreSuite } from './artifact-store.suite.js';

const blobs = azuriteBlobs();

artifactStoreSuite('A container of blobs', async () => {
  const container = blobs.newContainer();
  return {
    open: () => blobArtifactStore(blobs.open(), container),
    dispose: async () => void (await blobs.open().getContainerClient(container).deleteIfExists()),
  };
});
