import { objectives } from '../../../../shared/domain/event.js';
import type { RankedObjectives, SessionRanker } from '../../../../shared/ports/recommender.js';
import { elementAt } from '../../../numeric/read.js';
import { SparseScores } from '../../../numeric/sparse-scores.js';
import { profileOf } from '../../asker.js';
import { bestItems } from '../../best-items.js';
import type { Knowledge } from '../../follower.js';
import type { Names } from '../../log/names.js';
import type { Popularity } from '../../popularity/popularity.js';
import { acceptFor, type Profile } from '../../profile.js';
import type { Evidence } from '../parts/counting-part.js';
import { popularRows } from './session-fill.js';

interface ObjectivePart {
  readonly weight: number;
  readonly model: {
    /** Fills a board for each objective, in the order of `objectives`. */
    scoreObjectives(profile: Profile, boards: readonly SparseScores[]): void;
  };
}

/** How much evidence of all kinds counts beside that of an objective's own kind, which may be sparse. */
const smoothing = 0.2;

type RankQuery = Parameters<SessionRanker['rank']>[0];

/**
 * Ranks by evidence counted apart for clicks, carts and orders, each divided by its largest. Places that no evidence
 * fills go to what is popular for each.
 */
export class CountingSessionRanker {
  readonly #names: Names;
  readonly #knowledge: Knowledge;
  readonly #popularity: Popularity;
  readonly #parts: readonly ObjectivePart[];
  readonly #part = objectives.map(() => new SparseScores());
  readonly #evidence = objectives.map(() => new SparseScores());
  readonly #scores = objectives.map(() => new SparseScores());
  readonly #combined = new SparseScores();

  constructor({ knowledge, coVisitation, sessionKnn }: Evidence) {
    this.#names = knowledge.log.items;
    this.#knowledge = knowledge;
    this.#popularity = knowledge.popularity;
    this.#parts = [
      { weight: 1, model: sessionKnn },
      { weight: 0.5, model: coVisitation },
    ];
  }

  rank(query: RankQuery): readonly RankedObjectives[] {
    const profile = profileOf(query, this.#knowledge);
    const known = new Set(query.history.map((step) => step.itemId));
    const accept = acceptFor(profile, (id) => !known.has(id) && query.accept(id));
    const rows = this.#rankEvidence(profile, { ...query, accept });
    if (rows.length >= query.count) return rows;
    for (const row of rows) known.add(row.itemId);
    const rest = { ...query, accept, count: query.count - rows.length };
    const ceiling = rows.at(-1)?.combined ?? Number.POSITIVE_INFINITY;
    const fill = { query: rest, weights: query.weights, ceiling };
    return [...rows, ...popularRows(this.#names, this.#popularity, fill)];
  }

  #rankEvidence(profile: Profile, query: RankQuery): readonly RankedObjectives[] {
    this.#gather(profile);
    this.#combine(objectives.map((objective) => query.weights[objective]));
    return bestItems(this.#combined, this.#names, query).map((item) => ({
      itemId: this.#names.nameOf(item),
      clicks: this.#scoreOf('clicks', item),
      carts: this.#scoreOf('carts', item),
      orders: this.#scoreOf('orders', item),
      combined: this.#combined.of(item),
    }));
  }

  #scoreOf(objective: (typeof objectives)[number], item: number): number {
    return this.#scores[objectives.indexOf(objective)]?.of(item) ?? 0;
  }

  #gather(profile: Profile): void {
    for (const board of this.#evidence) board.begin(this.#names.size);
    for (const part of this.#parts) {
      for (const board of this.#part) board.begin(this.#names.size);
      part.model.scoreObjectives(profile, this.#part);
      const largest = Math.max(...this.#part.map((board) => board.largestTotal()));
      for (const [index, board] of this.#part.entries()) {
        this.#evidence[index]?.addAll(board, largest > 0 ? part.weight / largest : 0, index);
      }
    }
  }

  #combine(weights: readonly number[]): void {
    const shares = this.#shares();
    this.#combined.begin(this.#names.size);
    for (const [index, scores] of this.#scores.entries()) {
      scores.begin(this.#names.size);
      for (const [other, evidence] of this.#evidence.entries()) {
        const own = other === index ? 1 : 0;
        scores.addAll(evidence, own + smoothing * elementAt(shares, index), other);
      }
      const largest = scores.largestTotal();
      if (largest > 0) scores.scale(() => 1 / largest);
      this.#combined.addAll(scores, elementAt(weights, index), index);
    }
  }

  /** Each objective's share of all evidence at hand. */
  #shares(): readonly number[] {
    const masses = this.#evidence.map((board) => board.mass());
    const all = masses.reduce((sum, mass) => sum + mass, 0);
    return masses.map((mass) => (mass + 1) / (all + objectives.length));
  }
}
