import type { Item } from '../../domain/item.js';
import type { Candidate } from '../../domain/ranking.js';
import { describeReason } from '../../domain/reason.js';
import type { ItemView } from '../../ports/item-view.js';

/** One place of a list, as a shopper may see it. */
export interface Recommended {
  readonly item: Item;
  readonly score: number;
  /** In words. */
  readonly reason: string;
}

/** Leaves out what has left the catalogue, or was switched off, since the list was made. */
export function present(candidates: readonly Candidate[], items: ItemView): readonly Recommended[] {
  const nameOf = (itemId: string) => items.get(itemId)?.name;
  return candidates.flatMap((candidate) => {
    const item = items.get(candidate.itemId);
    return item?.isActive
      ? [{ item, score: candidate.score, reason: describeReason(candidate, nameOf) }]
      : [];
  });
}
