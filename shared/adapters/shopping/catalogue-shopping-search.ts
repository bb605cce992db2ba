import { offerOf } from '../../domain/offer.js';
import type { ItemView } from '../../ports/item-view.js';
import type { ShoppingSearch } from '../../ports/shopping-search.js';
import type { TextIndex } from '../../ports/text-index.js';

/** The shop's own catalogue, where no other provider is configured. */
export function catalogueShoppingSearch({
  textIndex,
  items,
}: {
  readonly textIndex: TextIndex;
  readonly items: ItemView;
}): ShoppingSearch {
  return {
    async search({ text, limit }, signal) {
      signal.throwIfAborted();
      const found = await textIndex.search({ text, limit });
      signal.throwIfAborted();
      return found.flatMap(({ itemId }) => {
        const item = items.get(itemId);
        return item?.isActive ? [offerOf(item)] : [];
      });
    },
  };
}
