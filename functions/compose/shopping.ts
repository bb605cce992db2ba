import { cachedShoppingSearch } from '../../shared/adapters/shopping/cached-shopping-search.js';
import { catalogueShoppingSearch } from '../../shared/adapters/shopping/catalogue-shopping-search.js';
import { serpShoppingSearch } from '../../shared/adapters/shopping/serp-shopping-search.js';
import { measuredShoppingSearch } from '../../shared/adapters/telemetry/measured.js';
import type { Config } from '../../shared/config.js';
import type { ItemView } from '../../shared/ports/item-view.js';
import type { Telemetry } from '../../shared/ports/runtime.js';
import type { ShoppingSearch } from '../../shared/ports/shopping-search.js';
import type { TextIndex } from '../../shared/ports/text-index.js';

/** At about half a kilobyte each. */
const maxAnswers = 20_000;

/** Where live offers come from: the provider that is configured, else the shop's own catalogue. */
export function composeShopping(
  { shopping }: Config,
  house: {
    readonly textIndex: TextIndex;
    readonly items: ItemView;
    readonly telemetry: Telemetry;
  },
): ShoppingSearch {
  const { endpoint, cacheMs } = shopping;
  const provider =
    endpoint === undefined
      ? catalogueShoppingSearch(house)
      : measuredShoppingSearch(serpShoppingSearch({ ...shopping, endpoint }), house.telemetry);
  return cachedShoppingSearch(provider, { ttlMs: cacheMs, maxEntries: maxAnswers });
}
