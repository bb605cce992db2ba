import { z } from 'zod';

/** A session by its client's own choice: long enough that nobody guesses one. */
const sessionIdField = z
  .string()
  .regex(/^[\w.:-]{16,128}$/, 'expected 16 to 128 letters, digits or . : _ - (a UUID, say)')
  .meta({
    description: 'Names the session, in place of the cookie `sid`',
    examples: ['0b7c4f0e-6c1d-4c7e-9a55-2f8f3f0f7f11'],
  });

/** How a caller says which session it is; without either a new one begins. */
export const sessionHeaders = z.object({
  'x-session-id': sessionIdField.optional(),
  cookie: z.string().max(16_384).optional(),
});
export type SessionHeaders = z.output<typeof sessionHeaders>;
