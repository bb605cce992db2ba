import { Cron } from 'croner';
import { z } from 'zod';

/** NCRONTAB of six fields in UTC; undefined for `off`. */
export const schedule = (fallback: string) =>
  z
    .string()
    .max(200)
    .default(fallback)
    .transform((text, context) => {
      if (text === 'off') return undefined;
      const problem = scheduleProblem(text);
      if (problem === undefined) return text;
      const expected = `expected \`off\` or six fields such as ${fallback} (seconds first)`;
      context.addIssue(`${expected}, got ${JSON.stringify(text.slice(0, 80))}: ${problem}`);
      return z.NEVER;
    });

/** What is wrong with a schedule. */
function scheduleProblem(pattern: string): string | undefined {
  try {
    const next = new Cron(pattern, { mode: '6-part', paused: true }).nextRun();
    return next === null ? 'it never comes' : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
