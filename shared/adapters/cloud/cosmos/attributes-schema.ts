import { z } from 'zod';
import type { Attributes } from '../../../domain/item.js';

/** A dictionary that keeps any name there is, `__proto__` among them. */
export const attributesSchema = z.custom<Attributes>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);
