import type { EventKind } from '../../domain/event.js';
import type { Boost } from '../../domain/filter/boost.js';
import { compileFilter } from '../../domain/filter/evaluate.js';
import type { Expression } from '../../domain/filter/expression.js';
import type { ModelName } from '../../domain/ranking.js';
import type { ItemView } from '../../ports/item-view.js';
import type { Accept } from '../../ports/recommender.js';

/** What a caller may ask of any ranked list. */
export interface ListOptions {
  readonly filter?: Expression | undefined;
  readonly boost?: readonly Boost[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  /** 0..1 */
  readonly diversity?: number | undefined;
  readonly model?: ModelName | undefined;
  /** Instead of the policy's. */
  readonly excludeSeen?: readonly EventKind[] | undefined;
}

/** Lets pass what is in the catalogue, active, not excluded, and matches the filter. */
export function acceptor(
  items: ItemView,
  { filter, exclude = [] }: ListOptions,
  seen: ReadonlySet<string> = new Set(),
): Accept {
  const excluded = new Set(exclude);
  const passes = filter && compileFilter(filter);
  return (itemId) => {
    const item = items.get(itemId);
    if (!item?.isActive || seen.has(itemId) || excluded.has(itemId)) return false;
    return passes === undefined || passes(item);
  };
}
