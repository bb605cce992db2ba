import type { VectorFacts, VectorStore } from '../../ports/vector-store.js';
import type { JobRun } from '../tasks/job.js';
import type { BatchDependencies, Lane } from './encoding/encode-batch.js';
import { contentOf } from './encoding/item-content.js';
import { turn } from './turn.js';

const pageSize = 500;

/** Removes the vectors of what is no longer there, inactive, or without a picture; how many items had such. */
export async function removeLeftovers(
  { vectors, items }: Pick<BatchDependencies, 'vectors' | 'items'>,
  lanes: readonly Lane[],
  run: JobRun,
): Promise<number> {
  const removed = new Set<string>();
  for (const { maker, space } of lanes) {
    for await (const page of pagesOf(vectors, space)) {
      run.signal.throwIfAborted();
      const isLeft = (itemId: string) => {
        const item = items.get(itemId);
        return item === undefined || contentOf(maker.kind, item, items) === undefined;
      };
      const left = page.map(({ itemId }) => itemId).filter(isLeft);
      for (const itemId of left) removed.add(itemId);
      if (left.length > 0) {
        await run.confirm();
        await vectors.remove(space, left);
      }
      await turn();
    }
  }
  return removed.size;
}

async function* pagesOf(
  vectors: VectorStore,
  space: Lane['space'],
): AsyncGenerator<readonly VectorFacts[]> {
  let after: string | undefined;
  do {
    const page = await vectors.list(space, pageSize, after);
    yield page;
    after = page.length < pageSize ? undefined : page.at(-1)?.itemId;
  } while (after !== undefined);
}
