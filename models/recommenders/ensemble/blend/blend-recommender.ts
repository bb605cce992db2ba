import type { Candidate } from '../../../../shared/domain/ranking.js';
import type { LearnedModel } from '../../../../shared/ports/learned-model.js';
import type { Recommender, RecommendQuery } from '../../../../shared/ports/recommender.js';
import { profileOf } from '../../asker.js';
import { bestItems } from '../../best-items.js';
import { firstPage } from '../../popularity/first-page.js';
import { popularList } from '../../popularity/popular-list.js';
import { acceptFor, type Profile } from '../../profile.js';
import { askForAccepted } from '../parts/ask-learned.js';
import { CountingBoards } from '../parts/counting-boards.js';
import type { Evidence } from '../parts/counting-part.js';
import { askAll, type LearnedGroup } from '../parts/learned-group.js';
import { isCountingPart, learnedParts, partNames } from '../parts/part-name.js';
import { Verdicts } from '../parts/verdicts.js';
import type { Mixture } from './blend-settings.js';
import { MixedScores } from './mixed-scores.js';
import { type LearnedScores, PartScores, scoredOf } from './part-scores.js';

/**
 * The default list: learned parts are asked all at once, then all are summed up. The reason of an item is that of the
 * part that gave most. Where nothing is known of the shopper the shop's first page is shown.
 */
export class BlendRecommender implements Recommender {
  readonly name = 'blend';
  readonly #evidence: Evidence;
  readonly #learned: LearnedGroup;
  readonly #mixture: Mixture;
  readonly #boards: CountingBoards;
  readonly #verdicts: Verdicts;
  readonly #parts = new PartScores();
  readonly #mixed = new MixedScores();

  constructor(evidence: Evidence, learned: LearnedGroup, mixture: Mixture) {
    this.#evidence = evidence;
    this.#learned = learned;
    this.#mixture = mixture;
    this.#boards = new CountingBoards(evidence);
    this.#verdicts = new Verdicts(evidence.knowledge.log.items);
  }

  async recommend(query: RecommendQuery, signal?: AbortSignal): Promise<readonly Candidate[]> {
    signal?.throwIfAborted();
    if (query.count <= 0) return [];
    const profile = profileOf(query, this.#evidence.knowledge);
    const accepting = { ...query, accept: acceptFor(profile, query.accept) };
    const names = learnedParts.filter((name) => this.#mixture.has(name));
    const ask = (model: LearnedModel) => askForAccepted(model, accepting, signal);
    const rankings = await askAll(this.#learned, names, ask, signal);
    signal?.throwIfAborted();
    const scored = [...rankings].map(([name, ranking]) => [name, scoredOf(ranking)] as const);
    const isStranger = [...rankings.values()].every(({ itemIds }) => itemIds.length === 0);
    return profile.interests.length === 0 && isStranger
      ? firstPage(this.#shop, accepting)
      : this.#personal(profile, accepting, new Map(scored));
  }

  get #shop() {
    const { log, catalogue, popularity, latest } = this.#evidence.knowledge;
    return { names: log.items, catalogue, popularity, latest };
  }

  /** From here on nothing waits: the boards are this asker's until the list is made. */
  #personal(profile: Profile, query: RecommendQuery, learned: LearnedScores): readonly Candidate[] {
    const { names } = this.#shop;
    this.#boards.begin(profile, query.now);
    this.#verdicts.begin(query.accept);
    const has = (item: number): boolean => this.#verdicts.has(item);
    const sources = { names, boards: this.#boards, learned, has };
    this.#parts.mix(this.#mixture, sources, this.#mixed);
    const { sum } = this.#mixed;
    const best = bestItems(sum, names, { count: query.count, accept: () => true });
    const personal = best.map((item) => ({
      itemId: names.nameOf(item),
      score: sum.of(item),
      reason: this.#reasonFor(item),
    }));
    return this.#filledUp(personal, query);
  }

  #reasonFor(item: number): Candidate['reason'] {
    const part = partNames[this.#mixed.sum.giverOf(item)];
    const counting = part !== undefined && isCountingPart(part) ? part : undefined;
    return this.#boards.reasonFor(item, counting);
  }

  /** Adds the popular below the personal until the answer is full. */
  #filledUp(personal: readonly Candidate[], query: RecommendQuery): readonly Candidate[] {
    if (personal.length >= query.count) return personal;
    const known = new Set(personal.map(({ itemId }) => itemId));
    const ceiling = fillShare * (personal.at(-1)?.score ?? 1);
    const rest = popularList(this.#shop, {
      ...query,
      count: query.count - personal.length,
      accept: (id) => !known.has(id) && query.accept(id),
    });
    return [...personal, ...rest.map((one) => ({ ...one, score: one.score * ceiling }))];
  }
}

/** What the most popular is worth beside the last of the personal. */
const fillShare = 0.9;
