import { z } from 'zod';

/** Something that is for sale somewhere now. */
export const offerSchema = z.object({
  name: z.string(),
  price: z.number().optional(),
  currency: z.string().optional(),
  seller: z.string().optional(),
  image: z.string().optional(),
  url: z.string().optional(),
});
