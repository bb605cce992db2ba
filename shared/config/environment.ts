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

/** JSON, to be checked by what it is piped into; `example` shows what is expected. */
export const json = (example: string, maxLength = 16_384) =>
  z
    .string()
    .max(maxLength)
    .default('{}')
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue(`expected JSON such as ${example}`);
        return z.NEVER;
      }
    });

const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

export const isLoopback = (host: string): boolean => loopback.has(host);

/** Reads the environment. Throws an Error of one line per bad or missing variable, each named. */
export function readEnvironment<T>(schema: z.ZodType<T>, environment: Environment): T {
  const outcome = schema.safeParse(withoutBlanks(environment));
  const issues = outcome.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  const lines = [...unresolved(environment), ...(issues ?? [])];
  if (!outcome.success || lines.length > 0)
    throw new Error(`Bad configuration:\n  ${lines.join('\n  ')}`);
  return outcome.data;
}

/** Azure hands over the reference itself where it cannot follow it: a key that anybody could think up. */
function unresolved(environment: Environment): readonly string[] {
  return Object.entries(environment)
    .filter(([, value]) => value?.trim().startsWith('@Microsoft.KeyVault('))
    .map(([name]) => `${name}: the reference to Key Vault was not resolved: is the secret there?`);
}

/** `PORT=` in a settings file means "not set". */
function withoutBlanks(environment: Environment) {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
}
