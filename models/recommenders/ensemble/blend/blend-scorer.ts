import { byScore, type ScoredItem } from '../../../../shared/domain/ranking.js';
import type { ItemScorer } from '../../../../shared/ports/recommender.js';
import { singleAt } from '../../../numeric/read.js';
import { readProfile } from '../../profile.js';
import { CountingBoards } from '../parts/counting-boards.js';
import type { Evidence } from '../parts/counting-part.js';
import { askAll, type LearnedGroup } from '../parts/learned-group.js';
import { learnedParts } from '../parts/part-name.js';
import type { Mixture } from './blend-settings.js';
import { MixedScores } from './mixed-scores.js';
import { PartScores } from './part-scores.js';

/** What popularity may add: enough to order what the blend knows nothing of, too little to reorder the rest. */
const popularShare = 2 ** -42;

/** Scores given items by a mixture; each part's scores are measured against its best among them. */
export function createBlendScorer(
  evidence: Evidence,
  learned: LearnedGroup,
  mixture: Mixture,
): ItemScorer {
  const { log, kinds, popularity } = evidence.knowledge;
  const boards = new CountingBoards(evidence);
  const mixed = new MixedScores();
  const parts = new PartScores();
  const names = learnedParts.filter((name) => mixture.has(name));
  return {
    async score(itemIds, { history, traits, now }) {
      const asked = { history, now, count: 0, among: itemIds, ...(traits && { traits }) };
      const rankings = await askAll(learned, names, (model) => model.rank(asked));
      const scored = [...rankings].map(([name, { amongScores = new Float32Array(0) }]) => {
        const scores = itemIds.map((id, at) => [id, singleAt(amongScores, at)] as const);
        return [name, amongScores.length > 0 ? scores : []] as const;
      });
      const given = new Set(itemIds.map((id) => log.items.find(id)));
      boards.begin(readProfile(history, log.items, kinds), now);
      const sources = { names: log.items, boards, learned: new Map(scored) };
      parts.mix(mixture, { ...sources, has: (item) => given.has(item) }, mixed);
      const scoreOf = (itemId: string): ScoredItem => {
        const item = log.items.find(itemId);
        if (item === undefined) return { itemId, score: 0 };
        return { itemId, score: mixed.sum.of(item) + popularShare * popularity.standing(item) };
      };
      return itemIds.map(scoreOf).sort(byScore);
    },
  };
}
