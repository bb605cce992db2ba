import { AppError } from '../../domain/errors.js';
import type { Expression } from '../../domain/filter/expression.js';
import { isSameSpace } from '../../domain/vector-space.js';
import { addScaled, isZero } from '../../domain/vectors.js';
import type { ImageEncoder, PictureReader } from '../../ports/encoders.js';
import type { ImageFetcher } from '../../ports/image-fetcher.js';
import type { ItemView } from '../../ports/item-view.js';
import type { Accept } from '../../ports/recommender.js';
import type { Stages } from '../../ports/stages.js';
import type { VectorIndex } from '../../ports/vector-index.js';
import { acceptor } from '../recommend/acceptor.js';
import { activeOf, type FoundItem } from './found-item.js';
import { type Looks, makeVectorOfLooks } from './vector-of-looks.js';

/** The vectors of the items' pictures, and what makes vectors of their space unless the model has changed. */
interface ImageVectors {
  readonly encoder: ImageEncoder;
  readonly index: VectorIndex;
}

export interface SearchSimilarDependencies {
  readonly items: ItemView;
  /** As of now: undefined while there are none. */
  readonly imageVectors: () => ImageVectors | undefined;
  readonly pictureReader: PictureReader;
  readonly imageFetcher: ImageFetcher;
  readonly stages?: Stages | undefined;
}

interface SimilarRequest {
  /** What the items should look like; examples may stand alone. */
  readonly looks?: Looks | undefined;
  /** Items whose pictures the answer should be near to, and far from. */
  readonly positive: readonly string[];
  readonly negative: readonly string[];
  readonly filter?: Expression | undefined;
  readonly limit: number;
}

/**
 * Active items with a picture, most alike first, none of the examples among them; `score` is a cosine. Throws `not-found`
 * for an example that is unknown or has no vector, `unavailable` while no picture has been encoded, `invalid` where nothing
 * is left to search for; and as `PictureReader` and `ImageFetcher` do.
 */
export type SearchSimilar = (request: SimilarRequest) => Promise<readonly FoundItem[]>;

export function makeSearchSimilar(dependencies: SearchSimilarDependencies): SearchSimilar {
  const { items, imageVectors, stages } = dependencies;
  const vectorOfLooks = makeVectorOfLooks(dependencies);
  return async ({ looks, positive, negative, filter, limit }) => {
    const vectors = imageVectors();
    if (!vectors) throw notYet();
    const { index } = vectors;
    const example = (itemId: string) => exampleOf(itemId, items, index);
    const likes = await Promise.all(positive.map(example));
    const dislikes = await Promise.all(negative.map(example));
    const ended = stages?.begin();
    if (looks) likes.push(await vectorOfLooks(looks, encoderOf(vectors)));
    if (looks) ended?.('encode');
    const vector = combined(likes, dislikes, index.space.dimensions);
    const passes = acceptor(items, { filter, exclude: [...positive, ...negative] });
    const accept: Accept = (itemId) => passes(itemId) && hasPicture(itemId, items);
    const found = await index.search({ vector, limit, accept, filter });
    ended?.('vectors');
    return activeOf(found, items);
  };
}

/** An item that has lost its picture keeps the vector of it until the next sync. */
const hasPicture = (itemId: string, items: ItemView) => items.get(itemId)?.imageUrl !== undefined;

/** While a new model's vectors are being made, the old ones serve, which only examples can be compared with. */
function encoderOf({ encoder, index }: ImageVectors): ImageEncoder {
  if (isSameSpace(encoder.space, index.space)) return encoder;
  throw notYet();
}

const notYet = () =>
  new AppError('unavailable', 'the pictures of the catalogue have not been encoded yet');

async function exampleOf(
  itemId: string,
  items: ItemView,
  index: VectorIndex,
): Promise<Float32Array> {
  const vector = items.get(itemId) && (await index.get(itemId));
  if (vector) return vector;
  const shortId = JSON.stringify(itemId.slice(0, 60));
  throw new AppError('not-found', `no item ${shortId} whose picture has been encoded`);
}

/** At full weight a mug that is disliked would lead away from all mugs. */
const dislikeWeight = 0.5;

/**
 * Towards the mean of what is liked and away from that of what is not (Rocchio, "Relevance feedback in information
 * retrieval", 1971). Throws `invalid` where nothing is left of it.
 */
function combined(
  likes: readonly Float32Array[],
  dislikes: readonly Float32Array[],
  dimensions: number,
): Float32Array {
  const sum = new Float32Array(dimensions);
  for (const vector of likes) addScaled(sum, vector, 1 / likes.length);
  for (const vector of dislikes) addScaled(sum, vector, -dislikeWeight / dislikes.length);
  if (!isZero(sum)) return sum;
  throw new AppError('invalid', 'expected something to look for, got what comes to nothing');
}
