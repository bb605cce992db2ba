import type { RecommendQuery } from '../../../../shared/ports/recommender.js';
import { profileOf } from '../../asker.js';
import { acceptFor } from '../../profile.js';
import { askForAccepted } from '../parts/ask-learned.js';
import { CountingBoards } from '../parts/counting-boards.js';
import type { Evidence } from '../parts/counting-part.js';
import { askAll, type LearnedGroup } from '../parts/learned-group.js';
import { learnedParts } from '../parts/part-name.js';
import { CountingSessionRanker } from './counting-session-ranker.js';
import { createFeatures, featureCount } from './features.js';

/** What is ranked for one session: items from every source, each once. */
export interface SessionCandidates {
  readonly itemIds: readonly string[];
  /** items × `featureCount`, row-major. */
  readonly features: Float32Array<ArrayBuffer>;
}

/** By counted evidence, which is filled up with what is popular; and by each learned model. */
const counted = 100;
const ofEachModel = 50;
/** The newest items of the session itself, where they may be shown. */
const ofHistory = 50;

const evenly = { clicks: 1 / 3, carts: 1 / 3, orders: 1 / 3 };

/** Finds candidates and says what is known of each. */
export class CandidateSource {
  readonly #evidence: Evidence;
  readonly #learned: LearnedGroup;
  readonly #counting: CountingSessionRanker;
  readonly #boards: CountingBoards;

  constructor(evidence: Evidence, learned: LearnedGroup) {
    this.#evidence = evidence;
    this.#learned = learned;
    this.#counting = new CountingSessionRanker(evidence);
    this.#boards = new CountingBoards(evidence);
  }

  async gather(query: Omit<RecommendQuery, 'count'>): Promise<SessionCandidates> {
    const { history, now } = query;
    const profile = profileOf(query, this.#evidence.knowledge);
    const accept = acceptFor(profile, query.accept);
    const asked = { ...query, accept, count: ofEachModel };
    const rankings = await askAll(this.#learned, learnedParts, (model) =>
      askForAccepted(model, asked),
    );
    // From here on nothing waits: the boards are this session's until its features are written.
    const rows = this.#counting.rank({ ...asked, count: counted, weights: evenly });
    this.#boards.begin(profile, now);
    const itemIds = new Set(rows.map(({ itemId }) => itemId));
    const add = (ids: readonly string[], count: number): void => {
      for (const itemId of ids.filter(accept).slice(0, count)) itemIds.add(itemId);
    };
    const own = history.map(({ itemId }) => itemId).reverse();
    add([...new Set(own)], ofHistory);
    for (const ranking of rankings.values()) add(ranking.itemIds, ofEachModel);
    const write = createFeatures({
      ...{ evidence: this.#evidence, history, now, boards: this.#boards, rankings },
      counted: new Map(rows.map((row) => [row.itemId, row])),
    });
    const features = new Float32Array(itemIds.size * featureCount);
    for (const [at, itemId] of [...itemIds].entries()) {
      write(itemId, features.subarray(at * featureCount, (at + 1) * featureCount));
    }
    return { itemIds: [...itemIds], features };
  }
}
