import type { LearnedModel, LearnedQuery } from '../../shared/ports/learned-model.js';
import type { ModelFiles, Trainer } from '../../shared/ports/training.js';

/**
 * The least that is a learned model: its file lists item ids, and it ranks them in that order. What is asked with makes
 * it misbehave: it never answers `silent`, `broken` makes it fail, and only for threads of their own are `stuck`, which
 * keeps the thread busy for good, and `deadly`, which ends it.
 */
export const shelfTrainer: Trainer = {
  name: 'ease',
  parameters: {},
  declines: () => 'this is for tests',
  fit: () => Promise.reject(new Error('this is for tests')),
  load: async (files) => openShelf(files),
};

/** The file of a shelf with these items. */
export const shelfFiles = (...itemIds: readonly string[]): ModelFiles =>
  new Map([['shelf.json', Buffer.from(JSON.stringify(itemIds))]]);

function openShelf(files: ModelFiles): LearnedModel {
  const content = files.get('shelf.json');
  if (!content) throw new Error('expected a shelf.json');
  const itemIds: string[] = JSON.parse(Buffer.from(content).toString());
  // Views of one larger buffer, as models whose memory is WebAssembly's have them.
  const memory = new Float32Array(100_000);
  const values = memory.subarray(8, 8 + itemIds.length).fill(1);
  return {
    name: 'ease',
    size: itemIds.length,
    itemVectors: { itemIds, dimension: 1, values },
    async rank({ history, count, among }: LearnedQuery) {
      await misbehave(new Set(history.map(({ itemId }) => itemId)));
      const best = itemIds.slice(0, count);
      const scores = memory.subarray(50, 50 + best.length);
      for (const at of best.keys()) scores[at] = 1 / (1 + at);
      const amongScores = among && Float32Array.from(among, (id) => itemIds.indexOf(id));
      return {
        itemIds: best,
        scores,
        ...(amongScores && { amongScores }),
        vector: memory.subarray(8, 9),
      };
    },
    close: async () => undefined,
  };
}

async function misbehave(asked: ReadonlySet<string>): Promise<void> {
  if (asked.has('silent')) await new Promise(() => undefined);
  if (asked.has('broken')) throw new Error('it broke');
  if (asked.has('deadly')) process.exit(1);
  while (asked.has('stuck'));
}
