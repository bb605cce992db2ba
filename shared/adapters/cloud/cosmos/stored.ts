import type { z } from 'zod';
import { AppError } from '../../../domain/errors.js';

/** What was read back, if it is what was written. Throws `unavailable` for anything else, and says of what kind. */
export function stored<T>(schema: z.ZodType<T>, found: unknown): T {
  const { data, error } = schema.safeParse(found);
  if (error === undefined) return data;
  const [issue] = error.issues;
  const where = issue ? `${issue.path.join('.')}: ${issue.message}` : '';
  throw new AppError('unavailable', `Cosmos DB holds what this version cannot read (${where})`);
}
