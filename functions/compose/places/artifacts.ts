import { join } from 'node:path';
import { fileArtifactStore } from '../../../shared/adapters/files/artifact-store.js';
import { measuredArtifactStore } from '../../../shared/adapters/telemetry/measured.js';
import type { Config } from '../../../shared/config.js';
import type { ArtifactStore } from '../../../shared/ports/artifact-store.js';
import type { Runtime } from '../runtime.js';
import type { Closing } from './places.js';

/** Versions of models and what else is written once and read by every process. */
export async function openArtifacts(
  { dataDir, blobs }: Config,
  { telemetry }: Runtime,
): Promise<Closing<ArtifactStore>> {
  if (blobs === undefined) return { place: fileArtifactStore(join(dataDir, 'models')) };
  const { openBlobArtifacts } = await import(
    '../../../shared/adapters/cloud/blob/open-artifacts.js'
  );
  return { place: measuredArtifactStore(openBlobArtifacts(blobs), 'blob storage', telemetry) };
}
