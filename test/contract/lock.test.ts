import { blobLock } from '../../shared/adapters/cloud/blob/blob-lock.js';
import { memoryLock } from '../../shared/adapters/memory/memory-lock.js';
import { azuriteBlobs } from '../support/blobs.js';
import { lockSuite } from './lock.suite.js';

const blobs = azuriteBlobs();

lockSuite('A lease of a blob', async () => {
  const containerName = blobs.newContainer();
  return {
    open: () => blobLock(blobs.open(), { containerName }),
    dispose: async () => undefined,
  };
});

lockSuite('Memory', async () => {
  const lock = memoryLock();
  return { open: () => lock, dispose: async () => undefined };
});
