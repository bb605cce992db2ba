import { z } from 'zod';
import { AppError } from '../../../../domain/errors.js';
import type { Item } from '../../../../domain/item.js';
import type { MadeVector } from '../../../../ports/vector-store.js';
import { plainKey } from '../document-key.js';
import { itemWords } from '../text/item-words.js';
import type { KnownSpace } from './space-registry.js';

/** The key of a space is the id of the documents: in the partition of an item each space has one. */
export const documentId = ({ key }: KnownSpace): string => key;

/** Sorts as ids do in code points. */
export const itemKey = (itemId: string): string => plainKey(itemId);

/** What is alike in a vector and in what is left of it. */
const placeOf = (tenant: string, space: KnownSpace, itemId: string) => ({
  ...{ id: documentId(space), tenant, itemId: itemKey(itemId) },
  ...{ space: space.key, ofItem: itemId },
});

export function vectorDocument(tenant: string, space: KnownSpace, row: MadeVector) {
  const { itemId, contentHash, madeAt, item } = row;
  return {
    ...placeOf(tenant, space, itemId),
    ...{ kind: 'vector', contentHash, madeAt, vector: Array.from(row.vector, written), ttl: -1 },
    ...(item && searchedFields(space, item)),
  };
}

/** What filters ask for and, beside the vectors of texts, what word search does. */
export function searchedFields({ container }: KnownSpace, item: Item) {
  if (container !== 'vectors-text') return { item };
  const { text, words } = itemWords(item);
  return { item, text, words };
}

/** Who has not read the changes of a space for so long has to begin anew. */
const tombstoneSeconds = 30 * 86_400;

/** What is left of a removed vector, so that the change feed tells it. */
export function tombstone(tenant: string, space: KnownSpace, itemId: string) {
  return { ...placeOf(tenant, space, itemId), kind: 'removed', ttl: tombstoneSeconds };
}

/** Nine digits tell all floats apart. JSON knows no negative zero; so small a number becomes one again as it is read. */
const written = (value: number): number =>
  Object.is(value, -0) ? -1e-46 : Number(value.toPrecision(9));

export const storedSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('vector'),
    space: z.string(),
    ofItem: z.string(),
    vector: z.array(z.number()),
  }),
  z.object({ kind: z.literal('removed'), space: z.string(), ofItem: z.string() }),
]);
export type StoredVector = z.output<typeof storedSchema>;

/** Throws `unavailable` for what is no vector. */
export function decodeVector(document: unknown): StoredVector {
  const parsed = storedSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  throw new AppError('unavailable', 'Cosmos DB holds something else than vectors among them', {
    cause: parsed.error,
  });
}
