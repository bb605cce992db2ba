import type { ArtifactStore } from '../../../shared/ports/artifact-store.js';

export function blobArtifacts(_: string): Promise<ArtifactStore> {
  throw new Error('not yet');
}
