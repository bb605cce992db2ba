import { z } from 'zod';

const part = z.union([z.string(), z.number()]);

/** Attributes of an item, features of a user. */
export const attributesSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(part)]),
);
