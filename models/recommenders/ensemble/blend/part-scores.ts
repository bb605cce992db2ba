import type { LearnedRanking } from '../../../../shared/ports/learned-model.js';
import { singleAt } from '../../../numeric/read.js';
import { SparseScores } from '../../../numeric/sparse-scores.js';
import type { Names } from '../../log/names.js';
import type { CountingBoards } from '../parts/counting-boards.js';
import { isCountingPart, type LearnedPartName, partNames } from '../parts/part-name.js';
import type { Mixture } from './blend-settings.js';
import type { MixedScores } from './mixed-scores.js';

export type LearnedScores = ReadonlyMap<LearnedPartName, Iterable<readonly [string, number]>>;

interface Sources {
  readonly names: Names;
  /** Begun for the asker. */
  readonly boards: CountingBoards;
  readonly learned: LearnedScores;
  has(item: number): boolean;
}

/** Sums up what the parts of a mixture say; the giver of an item is the index in `partNames` of who gave most. */
export class PartScores {
  readonly #learned = new SparseScores();

  mix(mixture: Mixture, sources: Sources, into: MixedScores): void {
    const { names, boards, learned, has } = sources;
    into.begin(names.size);
    for (const [name, share] of mixture) {
      const part = partNames.indexOf(name);
      if (isCountingPart(name)) {
        const scores = boards.of(name);
        if (scores) into.add({ scores, scale: 'evidence', share, part, has });
        continue;
      }
      const scores = this.#numbered(names, learned.get(name) ?? []);
      into.add({ scores, scale: 'logarithmic', share, part, has });
    }
  }

  /** Items that the log does not know are nobody's to show. */
  #numbered(names: Names, scored: Iterable<readonly [string, number]>): SparseScores {
    this.#learned.begin(names.size);
    for (const [itemId, score] of scored) {
      const item = names.find(itemId);
      if (item !== undefined && !Number.isNaN(score)) this.#learned.add(item, score, -1);
    }
    return this.#learned;
  }
}

/** The ranked items with their scores. */
export function* scoredOf({
  itemIds,
  scores,
}: LearnedRanking): Generator<readonly [string, number]> {
  for (const [place, itemId] of itemIds.entries()) yield [itemId, singleAt(scores, place)];
}
