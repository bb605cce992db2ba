import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileArtifactStore } from '../../shared/adapters/files/artifact-store.js';
import { artifactStoreSuite } from './artifact-store.suite.js';

artifactStoreSuite('A folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'artifacts-'));
  return {
    open: () => fileArtifactStore(folder),
    dispose: () => rm(folder, { recursive: true }),
  };
});
