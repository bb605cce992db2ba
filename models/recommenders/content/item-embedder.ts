import type { Interaction } from '../../../shared/domain/event.js';
import type { Item } from '../../../shared/domain/item.js';
import type { ItemEmbedder } from '../../../shared/ports/recommender.js';
import { createTextEncoder, type TextPart } from '../../encoders/text/hashed-text.js';
import { toUnitLength } from '../../encoders/unit-length.js';
import { singleAt } from '../../numeric/read.js';
import type { Catalogue } from '../catalogue.js';
import type { KindTable } from '../log/kind-table.js';
import type { Names } from '../log/names.js';
import { readProfile } from '../profile.js';
import type { ContentIndex } from './content-index.js';

const dimension = 384;
/** Vectors kept, the least recently made go first: 1.5 KB each. */
const capacity = 20_000;

/** What an item says of itself, the name first. */
export function partsOf(item: Item): readonly TextPart[] {
  return [
    { text: item.name, weight: 1 },
    { text: item.categories.join(' '), weight: 0.7 },
    { text: item.tags.join(' '), weight: 0.5 },
    { text: item.description ?? '', weight: 0.25 },
  ];
}

interface Dependencies {
  readonly names: Names;
  readonly kinds: KindTable;
  readonly catalogue: Catalogue;
  readonly content: ContentIndex;
}

/** Vectors of what items are called and filed under; a vector lives as long as the item stays as it is. */
export function createItemEmbedder({
  names,
  kinds,
  catalogue,
  content,
}: Dependencies): ItemEmbedder {
  const encode = createTextEncoder({ dimension });
  const kept = new Map<Item, Float32Array | undefined>();
  const ofNumber = (number: number): Float32Array | undefined => {
    const item = catalogue.at(number);
    if (item === undefined) return undefined;
    const known = kept.get(item);
    if (known !== undefined) return known;
    const vector = encode(partsOf(item), (word) => content.rarityOf(word));
    kept.set(item, vector);
    for (const oldest of kept.keys()) {
      if (kept.size <= capacity) break;
      kept.delete(oldest);
    }
    return vector;
  };
  return {
    dimension,
    async ofItem(itemId) {
      const number = names.find(itemId);
      return number === undefined ? undefined : ofNumber(number);
    },
    async ofHistory(history: readonly Interaction[]) {
      const mean = new Float32Array(dimension);
      for (const { item, weight } of readProfile(history, names, kinds).interests) {
        ofNumber(item)?.forEach((value, at) => {
          mean[at] = singleAt(mean, at) + weight * value;
        });
      }
      return toUnitLength(mean) ? mean : undefined;
    },
  };
}
