// `npm run smoke -- <url> [--read-only]`: uses a deployed app as its clients do, over HTTP alone, and takes away again what
// it wrote. Keys come from SMOKE_API_KEY and SMOKE_ADMIN_KEY. Exit code: 0 all well, 1 something failed, 2 asked wrongly.
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { clientOf } from './smoke/client.mjs';
import { readingSteps } from './smoke/reading-steps.mjs';
import { takeAway, writingSteps } from './smoke/writing-steps.mjs';

const usage = `npm run smoke -- <url> [--read-only]

Uses a deployed app end to end: items, events, recommendations, search, tasks. What it writes has names of its own and
is taken away at the end; --read-only writes nothing. Keys: SMOKE_API_KEY and SMOKE_ADMIN_KEY in the environment.`;

const stopping = new AbortController();
process.once('SIGINT', () => stopping.abort(new Error('stopped')));

function parse() {
  try {
    const { values, positionals } = parseArgs({
      options: { 'read-only': { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [origin = ''] = positionals;
    const isUsable = positionals.length === 1 && /^https?:$/.test(new URL(origin).protocol);
    return isUsable ? { origin, isReadOnly: values['read-only'] } : undefined;
  } catch {
    return undefined;
  }
}

async function main() {
  const asked = parse();
  if (!asked) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  const keys = { api: process.env.SMOKE_API_KEY, admin: process.env.SMOKE_ADMIN_KEY };
  const client = clientOf(asked.origin, keys, stopping.signal);
  const outcomes = await runAll(readingSteps(client), client.seen);
  const isAwake = outcomes[0];
  if (isAwake && !asked.isReadOnly) outcomes.push(...(await write(client, asked.origin, keys)));
  const failed = outcomes.filter((isWell) => !isWell).length;
  process.stdout.write(`${outcomes.length - failed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

/** What was written is taken away again, though the rest failed or was stopped. */
async function write(client, origin, keys) {
  const name = `smoke-${randomBytes(6).toString('hex')}`;
  const outcomes = await runAll(writingSteps(client, name), client.seen);
  const cleaner = clientOf(origin, keys, new AbortController().signal);
  const last = ['it forgets what this test wrote', () => takeAway(cleaner, name)];
  return [...outcomes, ...(await runAll([last], cleaner.seen))];
}

/** One after the other, each a line; whether each went well. */
async function runAll(steps, seen) {
  const outcomes = [];
  for (const [what, run] of steps) {
    const startedMs = performance.now();
    seen.requestCharge = 0;
    const problem = await run().then(
      () => undefined,
      (error) => error.message,
    );
    const facts = [
      `${Math.round(performance.now() - startedMs)} ms`,
      ...(seen.requestCharge > 0 ? [`${seen.requestCharge.toFixed(1)} RU`] : []),
      ...(seen.requestId ? [seen.requestId] : []),
    ];
    const mark = problem === undefined ? '✓' : '✗';
    process.stdout.write(`${mark} ${what} (${facts.join(', ')})${problem ? `: ${problem}` : ''}\n`);
    outcomes.push(problem === undefined);
  }
  return outcomes;
}

process.exitCode = await main();
