import { z } from 'zod';
import { attributesSchema } from '../attributes-schema.js';

/** A document of an item, as far as the feed is told of it. */
export const itemDocumentSchema = z.object({
  item: z.object({
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
    attributes: attributesSchema,
    isActive: z.boolean(),
    createdAt: z.number(),
  }),
});

export const removedItemSchema = z.object({ itemId: z.string() });
