import type { Reason } from '../../shared/domain/ranking.js';
import { becauseOf } from '../../shared/domain/reason.js';
import type { BlendPart } from './blend.js';
import type { ContentIndex } from './content/content-index.js';
import type { CoVisitation } from './neighbours/co-visitation.js';
import type { SessionKnn } from './neighbours/session-knn.js';
import type { Interest } from './profile.js';

const like =
  (kind: 'similar' | 'similar-shoppers') =>
  ({ step }: Interest): Reason => ({ kind, because: step.itemId });

export function visitedTogether(model: CoVisitation, weight: number): BlendPart {
  return {
    weight,
    score: (profile, scores) => model.score(profile, scores),
    reasonFor: ({ step }) => becauseOf(step),
  };
}

export function ofAlikeShoppers(model: SessionKnn, weight: number): BlendPart {
  return {
    weight,
    score: (profile, scores) => model.score(profile, scores),
    reasonFor: like('similar-shoppers'),
  };
}

export function alikeInWords(model: ContentIndex, weight: number): BlendPart {
  return {
    weight,
    score: (profile, scores) => model.score(profile, scores),
    reasonFor: like('similar'),
  };
}
