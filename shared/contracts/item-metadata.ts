import { z } from 'zod';
import type { Item } from '../domain/item.js';

export const metadataSchema = z
  .object({
    name: z.string(),
    categories: z.array(z.string()),
    tags: z.array(z.string()),
    price: z.number().optional(),
    currency: z.string().optional(),
    seller: z.string().optional(),
    image_url: z.string().optional(),
    url: z.string().optional(),
  })
  .meta({ id: 'ItemMetadata' });

/** What a shopper is shown of an item in a list. */
export function metadataOf({
  name,
  categories,
  tags,
  price,
  currency,
  seller,
  imageUrl,
  url,
}: Item) {
  return {
    name,
    categories,
    tags,
    ...(price !== undefined && { price }),
    ...(currency !== undefined && { currency }),
    ...(seller !== undefined && { seller }),
    ...(imageUrl !== undefined && { image_url: imageUrl }),
    ...(url !== undefined && { url }),
  };
}
