import type { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, beforeAll } from 'vitest';
import { openBlobs } from '../../shared/adapters/cloud/blob/account.js';
import { Azurite } from './azurite.js';

/** Azurite's blobs for the tests of a file, each of which may have containers of its own. */
export function azuriteBlobs() {
  const azurite = new Azurite('blob');
  beforeAll(() => azurite.start(), 60_000);
  afterAll(() => azurite.dispose());
  let containers = 0;
  return {
    azurite,
    open: (port = azurite.port): BlobServiceClient =>
      openBlobs({ kind: 'emulator', connection: azurite.connectionAt(port) }),
    newContainer: () => `container-${containers++}`,
  };
}
