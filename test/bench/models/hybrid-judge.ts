import type { Interaction } from '../../../shared/domain/event.js';
import type { LearnedModel } from '../../../shared/ports/learned-model.js';
import type { TrainingSet } from '../../../shared/ports/training.js';
import type { HeldOut } from './hybrid-sets.js';

export interface Judgement {
  readonly precision: number;
  readonly areaUnderCurve: number;
  readonly medianMs: number;
}

const cutoff = 10;

/**
 * LightFM's `precision_at_k` (10) and `auc_score` over the whole ranking of each shopper, who is asked with the history
 * of the training set and no id. With `isExcluding`, what was chosen there is taken out of the ranking.
 */
export async function judge(
  model: LearnedModel,
  { set, wanted }: HeldOut,
  isExcluding: boolean,
): Promise<Judgement> {
  let [precision, area, judged] = [0, 0, 0];
  const times: number[] = [];
  for (const [shopper, targets] of wanted.entries()) {
    if (targets.size === 0) continue;
    const history = historyOf(set, shopper);
    const started = performance.now();
    const { itemIds } = await model.rank({ history, now: 0, count: set.items.length });
    times.push(performance.now() - started);
    const chosen = new Set(isExcluding ? history.map((step) => step.itemId) : []);
    const ranking = wholeRanking(set, itemIds).filter((id) => !chosen.has(id));
    precision += ranking.slice(0, cutoff).filter((id) => targets.has(id)).length / cutoff;
    area += areaUnderCurve(ranking, targets);
    judged += 1;
  }
  times.sort((a, b) => a - b);
  return {
    precision: precision / judged,
    areaUnderCurve: area / judged,
    medianMs: times[times.length >> 1] ?? 0,
  };
}

function historyOf({ events, items }: TrainingSet, shopper: number): readonly Interaction[] {
  const rows = events.item.subarray(events.starts[shopper], events.starts[shopper + 1]);
  return Array.from(rows, (item) => ({ itemId: items[item]?.id ?? '', kind: 'view', ts: 0 }));
}

/** With the items that the model does not know at its end. */
function wholeRanking({ items }: TrainingSet, ranked: readonly string[]): readonly string[] {
  const known = new Set(ranked);
  return [...ranked, ...items.map((item) => item.id).filter((id) => !known.has(id))];
}

function areaUnderCurve(ranking: readonly string[], targets: ReadonlySet<string>): number {
  const others = ranking.length - targets.size;
  let [above, area] = [0, 0];
  for (const id of ranking) {
    if (targets.has(id)) area += 1 - above / others;
    else above += 1;
  }
  return area / targets.size;
}
