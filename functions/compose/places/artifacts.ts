import { join } from 'node:path';
import { fileArtifactStore } from '../../../shared/adapters/files/artifact-store.js';
import type { Config } from '../../../shared/config.js';
import type { ArtifactStore } from '../../../shared/ports/artifact-store.js';
import type { Closing } from './places.js';

/** Versions of models and what else is written once and read by every process. */
export async function openArtifacts({ dataDir, blobs }: Config): Promise<Closing<ArtifactStore>> {
  if (blobs === undefined) return { place: fileArtifactStore(join(dataDir, 'models')) };
  const { openBlobArtifacts } = await import(
    '../../../shared/adapters/cloud/blob/open-artifacts.js'
  );
  return { place: openBlobArtifacts(blobs) };
}
