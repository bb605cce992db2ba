import type { BlobService } from '../../shared/adapters/cloud/blob/account.js';
import type { BlobConfig } from '../../shared/config/blob-variables.js';

/** An account of Blob Storage, loaded when it is first needed. */
export type OpenBlobs = () => Promise<BlobService>;

export function composeBlobs(blobs: BlobConfig): OpenBlobs {
  let opened: Promise<BlobService> | undefined;
  return () => {
    opened ??= open(blobs);
    return opened;
  };
}

async function open(blobs: BlobConfig): Promise<BlobService> {
  const { openBlobs } = await import('../../shared/adapters/cloud/blob/account.js');
  if (blobs.kind === 'emulator') return openBlobs(blobs);
  const { azureIdentity } = await import('../../shared/adapters/cloud/identity.js');
  return openBlobs({ ...blobs, credential: azureIdentity() });
}
