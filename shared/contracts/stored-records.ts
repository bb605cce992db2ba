import { z } from 'zod';
import type { Attributes } from '../domain/item.js';

/** Records as documents and archives hold them. What goes in was checked at the door: these only tell what is damaged. */

/** A dictionary that keeps any name there is, `__proto__` among them. */
export const storedAttributesSchema = z.custom<Attributes>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

export const storedEventSchema = z.object({
  id: z.string(),
  userId: z.string().exactOptional(),
  sessionId: z.string().exactOptional(),
  itemId: z.string(),
  type: z.string(),
  ts: z.number(),
  value: z.number().exactOptional(),
  recommendationId: z.string().exactOptional(),
  attributedModel: z.string().exactOptional(),
});

export const storedItemSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().exactOptional(),
  categories: z.array(z.string()),
  tags: z.array(z.string()),
  price: z.number().exactOptional(),
  currency: z.string().exactOptional(),
  seller: z.string().exactOptional(),
  imageUrl: z.string().exactOptional(),
  url: z.string().exactOptional(),
  attributes: storedAttributesSchema,
  isActive: z.boolean(),
  createdAt: z.number(),
});

export const storedChangeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('item'), item: storedItemSchema }),
  z.object({ kind: z.literal('item-removed'), id: z.string() }),
  z.object({ kind: z.literal('event'), event: storedEventSchema }),
  z.object({
    kind: z.literal('user-erased'),
    userId: z.string(),
    sessionIds: z.array(z.string()),
  }),
  z.object({ kind: z.literal('merged'), from: z.string(), into: z.string() }),
]);
