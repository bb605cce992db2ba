import { randomUUID } from 'node:crypto';
import type { Row } from '../report.js';
import { inFolder, serveTrained } from '../speed/speed.js';
import { quantiles } from './quantiles.js';

const clients = 48;
const seconds = 15;

/** Tasks from POST to the end told by its stream, each of a session that has looked at some items, one process in all. */
export async function taskSpeed(): Promise<readonly Row[]> {
  return inFolder(async (folder) => {
    process.env['TASK_CONCURRENCY'] = '16';
    const server = await serveTrained(folder);
    const rows: Row[] = [];
    for (const version of ['v1', 'v2']) rows.push(await measure(server, version));
    await server.stop();
    return rows;
  });
}

async function measure(
  server: Awaited<ReturnType<typeof serveTrained>>,
  version: string,
): Promise<Row> {
  const { origin } = server;
  const items = await itemIds(origin);
  const tookMs: number[] = [];
  const models = new Set<string>();
  let failures = 0;
  const until = (ms: number) => performance.now() + ms;
  async function client(number: number, end: number, isMeasured: boolean): Promise<void> {
    for (let n = 0; performance.now() < end; n += 1) {
      const headers = { 'x-session-id': randomUUID(), 'content-type': 'application/json' };
      await visit(origin, headers['x-session-id'], items, number * 31 + n * 7);
      const startedMs = performance.now();
      const model = await complete(origin, version, headers);
      if (!isMeasured) continue;
      if (model === undefined) failures += 1;
      else models.add(model);
      tookMs.push(performance.now() - startedMs);
    }
  }
  const all = (end: number, isMeasured: boolean) =>
    Promise.all(Array.from({ length: clients }, (_, n) => client(n, end, isMeasured)));
  await all(until(5_000), false);
  const cpuBefore = server.cpuSeconds();
  const startedMs = performance.now();
  await all(until(seconds * 1_000), true);
  const elapsed = (performance.now() - startedMs) / 1_000;
  return {
    what: `${version} tasks, sample shop, by ${[...models].join(', ')}`,
    'tasks/s': (tookMs.length / elapsed).toFixed(0),
    ...quantiles(tookMs),
    failures: String(failures),
    'CPU ms a task': (((server.cpuSeconds() - cpuBefore) * 1_000) / tookMs.length).toFixed(2),
    'RSS MB': server.residentMb().toFixed(0),
  };
}

async function itemIds(origin: string): Promise<readonly string[]> {
  const response = await fetch(`${origin}/api/items?limit=100`);
  const { items } = (await response.json()) as {
    readonly items: readonly { readonly id: string }[];
  };
  return items.map(({ id }) => id);
}

/** Three views, so that the sequence models have something to go by. */
async function visit(origin: string, session: string, items: readonly string[], from: number) {
  const events = [0, 3, 5].map((step) => ({
    ...{ session_id: session, type: 'view' },
    item_id: items[(from + step) % items.length],
  }));
  const body = JSON.stringify(events);
  const headers = { 'content-type': 'application/json' };
  await (await fetch(`${origin}/api/events`, { method: 'POST', headers, body })).arrayBuffer();
}

/** The model that answered, once the task is completed; undefined where it is not. */
async function complete(
  origin: string,
  version: string,
  headers: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const started = await fetch(`${origin}/api/${version}/recommendations`, {
    ...{ method: 'POST', headers, body: '{"limit": 20}' },
  });
  const { task_id } = (await started.json()) as { readonly task_id?: string };
  if (started.status !== 202) return undefined;
  const events = await (await fetch(`${origin}/api/tasks/${task_id}/events`, { headers })).text();
  return /"status":"completed".*?"model":"([\w-]+)"/.exec(events)?.[1];
}
