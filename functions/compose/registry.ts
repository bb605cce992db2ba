import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileArtifactStore } from '../../shared/adapters/files/artifact-store.js';
import { decodeManifest, encodeManifest } from '../../shared/contracts/manifest.js';
import {
  type ModelRegistry,
  makeModelRegistry,
} from '../../shared/use-cases/models/model-registry.js';
import type { Runtime } from './runtime.js';

/** The versions of the learned models, as files beside the store. */
export function composeRegistry(dataDir: string, runtime: Runtime): ModelRegistry {
  return makeModelRegistry({
    ...runtime,
    artifacts: fileArtifactStore(join(dataDir, 'models')),
    codec: { encode: encodeManifest, decode: decodeManifest },
    digest: async (content) => createHash('sha256').update(content).digest('hex'),
  });
}
