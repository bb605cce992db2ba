import { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Texts separated by commas. */
export const list = z
  .string()
  .max(16_384)
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );

export const keys = list.refine((found) => found.every((key) => key.length >= 16), {
  error: 'each key needs at least 16 characters; keys are separated by commas',
});

const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

export const isLoopback = (host: string): boolean => loopback.has(host);

/** Reads the environment. Throws an Error of one line per bad or missing variable, each named. */
export function readEnvironment<T>(schema: z.ZodType<T>, environment: Environment): T {
  const outcome = schema.safeParse(withoutBlanks(environment));
  if (!outcome.success) throw new Error(describe(outcome.error));
  return outcome.data;
}

/** `PORT=` in a settings file means "not set". */
function withoutBlanks(environment: Environment) {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
}

function describe(error: z.ZodError): string {
  const lines = error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  return `Bad configuration:\n  ${lines.join('\n  ')}`;
}
