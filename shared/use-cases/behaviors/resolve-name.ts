import { createHash } from 'node:crypto';
import { bestBearer, itemForName, type NamedItem, standsForName } from '../../domain/name-match.js';
import { nameSimilarity } from '../../domain/text/name-similarity.js';
import { normalisedName } from '../../domain/text/normalised-name.js';
import type { CatalogStore } from '../../ports/catalog-store.js';
import type { ItemNames } from '../../ports/item-names.js';
import type { ItemView } from '../../ports/item-view.js';
import type { Clock } from '../../ports/runtime.js';
import type { TextIndex } from '../../ports/text-index.js';

export interface ResolveNameDependencies {
  readonly names: ItemNames;
  readonly items: ItemView;
  readonly textIndex: TextIndex;
  readonly catalog: Pick<CatalogStore, 'addMissing' | 'get'>;
  readonly clock: Clock;
}

/** Word search ranks by rare words and knows nothing of slips of the pen: the one meant may be some way down. */
const maxCandidates = 50;
/**
 * Two edits in a word of seven letters pass (0.714), in one of six (0.667) and three in one of ten (0.70) do not. Of the
 * sample shop's 1,965 active names with one slip all come home, with two 88 %, and none whose own item is missing is taken
 * for another's. Dice's coefficient of letter pairs, at a bar that lets no more through (0.92), misses 15 % and 74 % of a sample.
 */
const minSimilarity = 0.71;

/**
 * The item that a name means: of that very name, of the same normalised name, or of the most similar one. Items of the shop
 * come before those that only stand for a name, so that a product that joins the catalogue later gets what is said of it. A
 * name that means none becomes an item of its own.
 */
export function makeResolveName(dependencies: ResolveNameDependencies) {
  const { names } = dependencies;
  return async (name: string): Promise<NamedItem> => {
    const bearers = names.bearersOf(name);
    const ofTheShop = bearers.filter((item) => !standsForName(item));
    return (
      bestBearer(name, ofTheShop) ??
      (await mostSimilar(dependencies, name)) ??
      bestBearer(name, bearers) ??
      (await addItem(dependencies, name))
    );
  };
}

async function mostSimilar(
  { textIndex, items }: ResolveNameDependencies,
  name: string,
): Promise<NamedItem | undefined> {
  let best: (NamedItem & { readonly similarity: number }) | undefined;
  for (const { itemId } of await textIndex.search({ text: name, limit: maxCandidates })) {
    const item = items.get(itemId);
    if (item === undefined) continue;
    const similarity = nameSimilarity(name, item.name);
    if (similarity < minSimilarity || similarity <= (best?.similarity ?? 0)) continue;
    best = { item, match: 'similar', similarity };
  }
  return best;
}

/** The id is made of the name, so that two who say it at the same time, on whatever instance, make one item. */
async function addItem(
  { catalog, clock }: ResolveNameDependencies,
  name: string,
): Promise<NamedItem> {
  const digest = createHash('sha256').update(normalisedName(name)).digest('base64url');
  const item = itemForName(name, { id: `behavior/${digest.slice(0, 22)}`, now: clock() });
  if ((await catalog.addMissing([item])) > 0) return { item, match: 'new' };
  const there = (await catalog.get(item.id)) ?? item;
  return { item: there, match: there.name === name ? 'exact' : 'normalised' };
}
