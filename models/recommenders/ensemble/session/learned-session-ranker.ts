import { type Objective, objectives } from '../../../../shared/domain/event.js';
import type { RankedObjectives, SessionRanker } from '../../../../shared/ports/recommender.js';
import { type GraphSession, openGraph } from '../../../numeric/onnx/graph-session.js';
import { singleAt } from '../../../numeric/read.js';
import { countedScores, likelihoods, networkScores } from './network-scores.js';
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
    const [ofClicks, ofCarts, ofOrders] = await this.#scoresOf(candidates);
    const { weights } = query;
    const rows = candidates.itemIds.map((itemId, at) => {
      const clicks = singleAt(ofClicks, at);
      const carts = singleAt(ofCarts, at);
      const orders = singleAt(ofOrders, at);
      const combined = weights.clicks * clicks + weights.carts * carts + weights.orders * orders;
      return { itemId, clicks, carts, orders, combined };
    });
    return rows.sort(byCombined).slice(0, query.count);
  }

  async close(): Promise<void> {
    await (await this.#session)?.release();
  }

  /** A row of scores for each objective, in their order. */
  async #scoresOf(candidates: SessionCandidates): Promise<ByObjective> {
    this.#session ??= openGraph(this.#graph);
    const values = await networkScores(await this.#session, candidates);
    const scoresOf = (objective: Objective): Float32Array => {
      const column = objectives.indexOf(objective);
      const isLearned = this.#learned.has(objective);
      return isLearned ? likelihoods(values, column) : countedScores(candidates, column);
    };
    return [scoresOf('clicks'), scoresOf('carts'), scoresOf('orders')];
  }
}

type ByObjective = readonly [clicks: Float32Array, carts: Float32Array, orders: Float32Array];

function byCombined(a: RankedObjectives, b: RankedObjectives): number {
  return b.combined - a.combined || (a.itemId < b.itemId ? -1 : 1);
}
