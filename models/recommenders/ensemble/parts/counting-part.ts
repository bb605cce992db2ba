import type { Reason } from '../../../../shared/domain/ranking.js';
import { becauseOf } from '../../../../shared/domain/reason.js';
import type { SparseScores } from '../../../numeric/sparse-scores.js';
import type { Knowledge } from '../../follower.js';
import type { CoVisitation } from '../../neighbours/co-visitation.js';
import type { SessionKnn } from '../../neighbours/session-knn.js';
import type { Interest, Profile } from '../../profile.js';
import type { CountingPartName } from './part-name.js';

/** A counting model as a part of a blend. */
export interface CountingPart {
  readonly name: CountingPartName;
  /** Fills empty scores, all ≥ 0; the giver is the index in `interests`, −1 where no step of the history speaks. */
  score(profile: Profile, scores: SparseScores): void;
  reasonFor(interest: Interest): Reason;
}

export interface Evidence {
  readonly knowledge: Knowledge;
  readonly coVisitation: CoVisitation;
  readonly sessionKnn: SessionKnn;
}

/** The most popular that a blend may put on a list for their popularity alone. */
const popularItems = 200;

export function createCountingParts(evidence: Evidence): readonly CountingPart[] {
  const { knowledge, coVisitation, sessionKnn } = evidence;
  return [
    {
      name: 'popular',
      score: (_, scores) => scorePopular(knowledge, scores),
      reasonFor: ({ step }) => becauseOf(step),
    },
    {
      name: 'co-visitation',
      score: (profile, scores) => coVisitation.score(profile, scores),
      reasonFor: ({ step }) => becauseOf(step),
    },
    {
      name: 'session-knn',
      score: (profile, scores) => sessionKnn.score(profile, scores),
      reasonFor: ({ step }) => ({ kind: 'similar-shoppers', because: step.itemId }),
    },
    {
      name: 'content',
      score: (profile, scores) => knowledge.content.score(profile, scores),
      reasonFor: ({ step }) => ({ kind: 'similar', because: step.itemId }),
    },
  ];
}

/** Each item's popularity as a share of the largest. */
function scorePopular({ popularity }: Knowledge, scores: SparseScores): void {
  let first: number | undefined;
  popularity.visit(undefined, (item, place) => {
    if (!popularity.hasEvents(item)) return false;
    first ??= popularity.keyOf(item);
    scores.add(item, 2 ** (popularity.keyOf(item) - first), -1);
    return place + 1 < popularItems;
  });
}
