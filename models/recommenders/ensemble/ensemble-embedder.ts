import type { LearnedModel } from '../../../shared/ports/learned-model.js';
import type { ItemEmbedder } from '../../../shared/ports/recommender.js';
import { askOne, type LearnedGroup } from './parts/learned-group.js';

/** The vectors of the two-tower model where a version has one, else those of the words of an item. */
export function createEnsembleEmbedder(inWords: ItemEmbedder, learned: LearnedGroup): ItemEmbedder {
  const model = learned.models.get('two-tower');
  const vectors = model?.itemVectors;
  if (model === undefined || vectors === undefined) return inWords;
  const { itemIds, dimension, values } = vectors;
  const places = new Map(itemIds.map((itemId, place) => [itemId, place]));
  // Kept, because what is worked out of a vector is remembered by the array that it came in.
  const given = new Map<number, Float32Array>();
  return {
    dimension,
    async ofItem(itemId) {
      const place = places.get(itemId);
      if (place === undefined) return undefined;
      const vector =
        given.get(place) ?? values.subarray(place * dimension, (place + 1) * dimension);
      given.set(place, vector);
      return vector;
    },
    ofHistory: (history) => vectorOf(learned, model, history),
  };
}

async function vectorOf(
  learned: LearnedGroup,
  model: LearnedModel,
  history: Parameters<ItemEmbedder['ofHistory']>[0],
): Promise<Float32Array | undefined> {
  const now = history.at(-1)?.ts ?? 0;
  const ranking = await askOne(learned, model, (asked) => asked.rank({ history, now, count: 0 }));
  return ranking.vector;
}
