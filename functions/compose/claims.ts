import type { ClaimCheck } from '../../shared/adapters/cloud/queues/claim-check.js';
import type { Config } from '../../shared/config.js';
import type { NewId } from '../../shared/ports/runtime.js';
import { composeBlobs } from './blobs.js';

const none: ClaimCheck = { sending: (queue) => queue, opening: (handle) => handle };

/** Messages beyond what a queue takes, for queues that are not here; without Blob Storage they are refused. */
export async function composeClaims(
  { blobs, tasks }: Pick<Config, 'blobs' | 'tasks'>,
  newId: NewId,
): Promise<ClaimCheck> {
  if (blobs === undefined || tasks.queue.kind === 'embedded') return none;
  const [{ claimCheck }, { blobArtifactStore }, { blobContainers }] = await Promise.all([
    import('../../shared/adapters/cloud/queues/claim-check.js'),
    import('../../shared/adapters/cloud/blob/blob-artifact-store.js'),
    import('../../shared/adapters/cloud/blob/container.js'),
  ]);
  const service = await composeBlobs(blobs)();
  return claimCheck(blobArtifactStore(service, blobContainers.messages), newId);
}
