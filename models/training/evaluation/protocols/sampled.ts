import type { EvaluationCase } from '../../../../shared/domain/evaluation/evaluation-case.js';
import { seededRandom } from '../../../../shared/domain/random.js';
import type { Accept } from '../../../../shared/ports/recommender.js';

/**
 * By case, the targets and `count` items drawn evenly from those that are neither wanted nor known to the shopper: the same
 * for the same seed, and for every model. Only to compare with papers that ranked so (NCF: He et al. 2017, 99 items): the
 * whole catalogue may rank models otherwise (Krichene & Rendle 2020).
 */
export function acceptSampled(
  itemIds: readonly string[],
  cases: readonly EvaluationCase[],
  { count, seed }: { readonly count: number; readonly seed: number },
): (asked: EvaluationCase) => Accept {
  const random = seededRandom(seed);
  const chosen = new Map(cases.map((asked) => [asked, sampleFor(asked)]));
  return (asked) => {
    const sample = chosen.get(asked) ?? sampleFor(asked);
    return (itemId) => sample.has(itemId);
  };

  function sampleFor({ history, targets }: EvaluationCase): ReadonlySet<string> {
    const taken = new Set([...history, ...targets].map(({ itemId }) => itemId));
    const sample = new Set(targets.map(({ itemId }) => itemId));
    const free = itemIds.filter((id) => !taken.has(id));
    for (let drawn = 0; drawn < Math.min(count, free.length); drawn += 1) {
      const at = drawn + Math.floor(random() * (free.length - drawn));
      const itemId = free[at] ?? '';
      free[at] = free[drawn] ?? '';
      sample.add(itemId);
    }
    return sample;
  }
}
