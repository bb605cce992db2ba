import type { ArtifactStore } from '../../../ports/artifact-store.js';
import { azureIdentity } from '../identity.js';
import { type BlobAccount, openBlobs } from './account.js';
import { blobArtifactStore } from './blob-artifact-store.js';

/** An emulator by its connection string, or an account by its address and who this process is. */
export type BlobPlace =
  | Extract<BlobAccount, { readonly kind: 'emulator' }>
  | Omit<Extract<BlobAccount, { readonly kind: 'identity' }>, 'credential'>;

export function openBlobArtifacts(place: BlobPlace): ArtifactStore {
  const account = place.kind === 'emulator' ? place : { ...place, credential: azureIdentity() };
  return blobArtifactStore(openBlobs(account));
}
