import { SparseScores } from '../../numeric/sparse-scores.js';
import { type BestQuery, bestItems } from '../best-items.js';
import type { ContentIndex } from '../content/content-index.js';
import type { Names } from '../log/names.js';
import type { CoVisitation } from './co-visitation.js';
import type { NeighbourList } from './neighbour-lists.js';

/** What the best likeness in words counts, beside the best by what shoppers did. */
const contentShare = 0.25;

/**
 * Items like an item: neighbours by what shoppers did (item kNN) and by what they are called and filed under, each
 * divided by its best, so that an item that nobody has touched has its like as well.
 */
export class SimilarItems {
  readonly #names: Names;
  readonly #coVisitation: CoVisitation;
  readonly #content: ContentIndex;
  readonly #scores = new SparseScores();

  constructor(names: Names, coVisitation: CoVisitation, content: ContentIndex) {
    this.#names = names;
    this.#coVisitation = coVisitation;
    this.#content = content;
  }

  like(item: number, query: BestQuery): { readonly item: number; readonly score: number }[] {
    this.#scores.begin(this.#names.size);
    this.#add(this.#coVisitation.neighboursOf(item), 1);
    this.#add(this.#content.neighboursOf(item), contentShare);
    return bestItems(this.#scores, this.#names, query).map((other) => ({
      item: other,
      score: this.#scores.of(other),
    }));
  }

  #add({ items, weights }: NeighbourList, share: number): void {
    const best = weights[0] ?? 1;
    for (let place = 0; place < items.length; place += 1) {
      this.#scores.add(items[place] ?? 0, (share * (weights[place] ?? 0)) / best, 0);
    }
  }
}
