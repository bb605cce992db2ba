import type { Item } from '../../../shared/domain/item.js';
import { wordsOf } from '../../encoders/text/words.js';

/** Words of a name beyond these tell little of it. */
const wordLimit = 16;

/** What describes an item beside its id, each as `kind:value`, none twice. */
export function itemTraits(item: Item): ReadonlySet<string> {
  const traits = new Set<string>();
  for (const category of item.categories) traits.add(`category:${category}`);
  for (const tag of item.tags) traits.add(`tag:${tag}`);
  if (item.seller !== undefined) traits.add(`seller:${item.seller}`);
  if (item.name !== item.id) {
    for (const word of wordsOf(item.name, wordLimit)) traits.add(`word:${word}`);
  }
  return traits;
}
