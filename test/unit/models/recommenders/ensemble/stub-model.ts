import type { ModelName } from '../../../../../shared/domain/ranking.js';
import type { LearnedModel, LearnedQuery } from '../../../../../shared/ports/learned-model.js';

/** A learned model with fixed scores, best first; it keeps what it was asked. */
export function stubModel(
  name: ModelName,
  scores: Readonly<Record<string, number>>,
): LearnedModel & { readonly asked: LearnedQuery[] } {
  const best = Object.entries(scores).sort(([, a], [, b]) => b - a);
  const asked: LearnedQuery[] = [];
  return {
    name,
    size: best.length,
    asked,
    async rank(query) {
      asked.push(query);
      const top = best.slice(0, query.count);
      return {
        itemIds: top.map(([itemId]) => itemId),
        scores: Float32Array.from(top, ([, score]) => score),
        ...(query.among && {
          amongScores: Float32Array.from(query.among, (id) => scores[id] ?? Number.NaN),
        }),
      };
    },
    close: async () => undefined,
  };
}

/** One that cannot be asked. */
export function brokenModel(name: ModelName): LearnedModel {
  return {
    name,
    size: 1,
    rank: () => Promise.reject(new Error(`${name} is broken`)),
    close: async () => undefined,
  };
}
