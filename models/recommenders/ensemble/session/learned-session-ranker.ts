import { type Objective, objectives } from '../../../../shared/domain/event.js';
import type { RankedObjectives, SessionRanker } from '../../../../shared/ports/recommender.js';
import { type GraphSession, openGraph } from '../../../numeric/onnx/graph-session.js';
import { singleAt } from '../../../numeric/read.js';
import { featureCount } from './features.js';
import type { CandidateSource, SessionCandidates } from './session-candidates.js';

/**
 * Ranks candidates by a fitted network, some 0.1 ms for 200 of them, so that it runs where it is asked. A score is the
 * likelihood beside the best candidate's; for an objective that was not learnt it is what was counted.
 */
export class LearnedSessionRanker implements SessionRanker {
  readonly #source: CandidateSource;
  readonly #learned: ReadonlySet<Objective>;
  readonly #graph: Uint8Array;
  #session: Promise<GraphSession> | undefined;

  constructor(source: CandidateSource, learned: readonly Objective[], graph: Uint8Array) {
    this.#source = source;
    this.#learned = new Set(learned);
    this.#graph = graph;
  }

  async rank(query: Parameters<SessionRanker['rank']>[0]): Promise<readonly RankedObjectives[]> {
    const candidates = await this.#source.gather(query);
    if (candidates.itemIds.length === 0) return [];
    const scores = await this.#scoresOf(candidates);
    const { weights } = query;
    const rows = candidates.itemIds.map((itemId, at) => {
      const [clicks = 0, carts = 0, orders = 0] = scores.map((each) => singleAt(each, at));
      const combined = weights.clicks * clicks + weights.carts * carts + weights.orders * orders;
      return { itemId, clicks, carts, orders, combined };
    });
    return rows.sort(byCombined).slice(0, query.count);
  }

  /** A row of scores for each objective, in their order. */
  async #scoresOf({ itemIds, features }: SessionCandidates): Promise<readonly Float32Array[]> {
    this.#session ??= openGraph(this.#graph);
    const session = await this.#session;
    const dims = [itemIds.length, featureCount];
    const { scores } = await session.run({ features: { data: features, dims } });
    const values = scores?.data instanceof Float32Array ? scores.data : new Float32Array(0);
    return objectives.map((objective, column) =>
      this.#learned.has(objective)
        ? likelihoods(values, column)
        : Float32Array.from(itemIds, (_, at) => singleAt(features, at * featureCount + column)),
    );
  }
}

/** exp(score − best) of a column of a table with a column for each objective. */
export function likelihoods(values: Float32Array, column: number): Float32Array {
  const width = objectives.length;
  let best = Number.NEGATIVE_INFINITY;
  for (let at = column; at < values.length; at += width)
    best = Math.max(best, singleAt(values, at));
  return Float32Array.from({ length: values.length / width }, (_, row) =>
    Math.exp(singleAt(values, row * width + column) - best),
  );
}

function byCombined(a: RankedObjectives, b: RankedObjectives): number {
  return b.combined - a.combined || (a.itemId < b.itemId ? -1 : 1);
}
