import type { JSONObject } from '@azure/cosmos';
import { z } from 'zod';
import { storedItemSchema } from '../../../../contracts/stored-records.js';
import { AppError } from '../../../../domain/errors.js';
import type { Item } from '../../../../domain/item.js';
import { plainId, plainKey } from '../document-key.js';
import { type ItemWords, itemWords } from '../text/item-words.js';

/** Items live in partitions of their own, each with one document: what is, or that it was removed. */
export const itemDocumentId = (id: string) => `item:${plainId(id)}`;

/** A place in `shop`: the second level of its partition key. Its order is that of the ids in code points. */
export const itemKey = (id: string) => `item:${plainKey(id)}`;

/** Seconds for which the change feed tells that an item was removed. */
const tombstoneTtl = 30 * 86_400;

interface Place {
  readonly id: string;
  readonly tenant: string;
  readonly key: string;
}

export interface ItemDocument extends Place, ItemWords {
  readonly kind: 'item';
  readonly item: Item;
}

export interface TombstoneDocument extends Place {
  readonly kind: 'item-removed';
  readonly itemId: string;
  readonly ttl: number;
}

export function itemDocument(tenant: string, item: Item): ItemDocument {
  return { ...placeOf(tenant, item.id), kind: 'item', item, ...itemWords(item) };
}

export function tombstone(tenant: string, itemId: string): TombstoneDocument {
  return { ...placeOf(tenant, itemId), kind: 'item-removed', itemId, ttl: tombstoneTtl };
}

function placeOf(tenant: string, id: string): Place {
  return { id: itemDocumentId(id), tenant, key: itemKey(id) };
}

/** As the SDK takes it; JSON all through. */
export const asBody = (document: ItemDocument | TombstoneDocument): JSONObject =>
  document as unknown as JSONObject;

const itemSchemas = z.object({ kind: z.literal('item'), item: storedItemSchema });
const removedSchema = z.object({ kind: z.literal('item-removed'), itemId: z.string() });

/** What a document of an item tells. Throws `unavailable` for what is none. */
export function itemState(document: unknown): Item | { readonly removedId: string } {
  const removed = removedSchema.safeParse(document);
  return removed.success ? { removedId: removed.data.itemId } : itemOf(document);
}

/** The item in a document that is no tombstone. Throws `unavailable` for what is none. */
export function itemOf(document: unknown): Item {
  const { data } = itemSchemas.safeParse(document);
  if (data !== undefined) return data.item;
  throw new AppError(
    'unavailable',
    'Cosmos DB holds something else than an item where one should be',
  );
}
