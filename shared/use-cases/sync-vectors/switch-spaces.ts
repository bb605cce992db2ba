import { isSameSpace, servedKinds } from '../../domain/vector-space.js';
import type { VectorStore } from '../../ports/vector-store.js';
import type { JobRun } from '../tasks/job.js';
import type { Lane } from './encoding/encode-batch.js';

/** Lets the spaces that are complete now serve, and drops those that serve no more or never did. */
export async function switchSpaces(
  vectors: VectorStore,
  lanes: readonly Lane[],
  { confirm }: Pick<JobRun, 'confirm'>,
): Promise<void> {
  for (const { maker, space } of lanes) {
    const active = await vectors.active(maker.kind);
    if (active !== undefined && isSameSpace(active, space)) continue;
    await confirm();
    await vectors.activate(maker.kind, space);
  }
  const serving = await Promise.all(servedKinds.map((kind) => vectors.active(kind)));
  for (const { space } of await vectors.spaces()) {
    if (serving.some((one) => one !== undefined && isSameSpace(one, space))) continue;
    await confirm();
    await vectors.dropSpace(space);
  }
}
