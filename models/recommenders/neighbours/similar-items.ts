import { SparseScores } from '../../numeric/sparse-scores.js';
import { type BestQuery, bestItems } from '../best-items.js';
import type { ContentIndex } from '../content/content-index.js';
import type { Names } from '../log/names.js';
import type { CoVisitation } from './co-visitation.js';
import type { Voice } from './neighbour-lists.js';

/** What the best likeness in words counts, beside the best by what shoppers did. */
const contentShare = 0.25;

interface Neighbourly {
  scoreNeighbours(item: number, voice: Voice): void;
}

/**
 * Items like an item: neighbours by what shoppers did (item kNN) and by what they are called and filed under, each
 * divided by its best, so that an item that nobody has touched has its like as well.
 */
export class SimilarItems {
  readonly #names: Names;
  readonly #coVisitation: CoVisitation;
  readonly #content: ContentIndex;
  readonly #part = new SparseScores();
  readonly #sum = new SparseScores();

  constructor(names: Names, coVisitation: CoVisitation, content: ContentIndex) {
    this.#names = names;
    this.#coVisitation = coVisitation;
    this.#content = content;
  }

  like(item: number, query: BestQuery): { readonly item: number; readonly score: number }[] {
    this.#sum.begin(this.#names.size);
    this.#add(this.#coVisitation, item, 1);
    this.#add(this.#content, item, contentShare);
    return bestItems(this.#sum, this.#names, query).map((other) => ({
      item: other,
      score: this.#sum.of(other),
    }));
  }

  #add(model: Neighbourly, item: number, share: number): void {
    this.#part.begin(this.#names.size);
    model.scoreNeighbours(item, { scores: this.#part, voice: 1, giver: 0 });
    const best = this.#part.largestTotal();
    if (best > 0) this.#sum.addAll(this.#part, share / best, 0);
  }
}
