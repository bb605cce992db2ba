import type { Candidate, Reason } from '../../shared/domain/ranking.js';
import type { RecommendQuery } from '../../shared/ports/recommender.js';
import { SparseScores } from '../numeric/sparse-scores.js';
import { bestItems } from './best-items.js';
import type { Names } from './log/names.js';
import type { Interest, Profile } from './profile.js';
import { acceptFor } from './profile.js';

/** A part of a blend: adds to the scores what it says for items; the giver is an index in `interests`. */
export interface BlendPart {
  readonly weight: number;
  score(profile: Profile, scores: SparseScores): void;
  reasonFor(interest: Interest): Reason;
}

/**
 * Adds up models after dividing each by its best score. The reason of an item is that of the part that gave most, and
 * names the item of the history that gave most to that part.
 */
export class Blend {
  readonly #names: Names;
  readonly #parts: readonly BlendPart[];
  readonly #boards: readonly SparseScores[];
  readonly #sum = new SparseScores();

  constructor(names: Names, parts: readonly BlendPart[]) {
    this.#names = names;
    this.#parts = parts;
    this.#boards = parts.map(() => new SparseScores());
  }

  recommend(profile: Profile, query: RecommendQuery): readonly Candidate[] {
    this.fill(profile);
    const accept = acceptFor(profile, query.accept);
    return bestItems(this.#sum, this.#names, { count: query.count, accept }).map((item) => ({
      itemId: this.#names.nameOf(item),
      score: this.#sum.of(item),
      reason: this.#reasonFor(item, profile),
    }));
  }

  /** The scores of all items that some part knows of; good until the next call. */
  fill(profile: Profile): SparseScores {
    this.#sum.begin(this.#names.size);
    for (const [index, part] of this.#parts.entries()) {
      const board = this.#boards[index];
      if (board === undefined) continue;
      board.begin(this.#names.size);
      part.score(profile, board);
      this.#addPart(board, part.weight, index);
    }
    return this.#sum;
  }

  #addPart(board: SparseScores, weight: number, part: number): void {
    const largest = board.largestTotal();
    if (largest <= 0) return;
    this.#sum.addAll(board, weight / largest, part);
  }

  #reasonFor(item: number, profile: Profile): Reason {
    const part = this.#sum.giverOf(item);
    const giver = this.#boards[part]?.giverOf(item) ?? -1;
    const interest = profile.interests[giver];
    const reason = interest && this.#parts[part]?.reasonFor(interest);
    return reason ?? { kind: 'catalogue' };
  }
}
