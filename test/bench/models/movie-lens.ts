import type { EventKind, Interaction } from '../../../shared/domain/event.js';
import type { Accept } from '../../../shared/ports/recommender.js';
import { readLines } from '../quality/data.js';

/** GroupLens' split ua of MovieLens-100K: each user's history by time, and the ten items rated in the test set. */
export interface MovieLens {
  readonly histories: ReadonlyMap<string, readonly Interaction[]>;
  readonly wanted: ReadonlyMap<string, ReadonlySet<string>>;
  readonly items: readonly string[];
}

const liked = 4;

/** Undefined where the data is not here. */
export function readMovieLens(): MovieLens | undefined {
  const train = readLines('ml-100k/ua.base')?.map(parse);
  const test = readLines('ml-100k/ua.test')?.map(parse);
  if (train === undefined || test === undefined) return undefined;
  const histories = new Map<string, Interaction[]>();
  for (const { user, step } of train) histories.set(user, [...(histories.get(user) ?? []), step]);
  for (const history of histories.values()) history.sort((a, b) => a.ts - b.ts);
  const wanted = new Map<string, Set<string>>();
  for (const { user, step } of test) {
    wanted.set(user, (wanted.get(user) ?? new Set<string>()).add(step.itemId));
  }
  const items = [...new Set([...train, ...test].map(({ step }) => step.itemId))];
  return { histories, wanted, items };
}

function parse(line: string): { readonly user: string; readonly step: Interaction } {
  const [user = '', itemId = '', stars = '0', seconds = '0'] = line.split('\t');
  const kind: EventKind = Number(stars) >= liked ? 'like' : 'view';
  return { user, step: { itemId, kind, ts: Number(seconds) * 1_000 } };
}

/** The accepted items for a user, all of them, best first. */
export type RankAll = (
  user: string,
  history: readonly Interaction[],
  accept: Accept,
) => Promise<readonly string[]>;

const cutoff = 10;

/**
 * Precision@10 and AUC, items of the training excluded, mean over the users. An item that is not ranked lies below
 * all that are.
 */
export async function precisionAndAuc(
  { histories, wanted, items }: MovieLens,
  rankAll: RankAll,
): Promise<{ readonly precision: number; readonly auc: number }> {
  let precision = 0;
  let auc = 0;
  for (const [user, hits] of wanted) {
    const history = histories.get(user) ?? [];
    const known = new Set(history.map(({ itemId }) => itemId));
    const ranked = await rankAll(user, history, (id) => !known.has(id));
    precision += ranked.slice(0, cutoff).filter((id) => hits.has(id)).length / cutoff;
    auc += aucOf(ranked, hits, items.length - known.size);
  }
  return { precision: precision / wanted.size, auc: auc / wanted.size };
}

function aucOf(ranked: readonly string[], hits: ReadonlySet<string>, candidates: number): number {
  const misses = candidates - hits.size;
  let missesAbove = 0;
  let pairsWon = 0;
  let found = 0;
  for (const id of ranked) {
    if (hits.has(id)) {
      pairsWon += misses - missesAbove;
      found += 1;
    } else missesAbove += 1;
  }
  pairsWon += ((hits.size - found) * (misses - missesAbove)) / 2;
  return pairsWon / (hits.size * misses);
}
