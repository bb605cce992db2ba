import { randomUUID } from 'node:crypto';
import { Agent, type RequestOptions, request } from 'node:http';
import type { Row } from '../report.js';
import type { Served } from '../speed/served.js';
import { inFolder, serveTrained } from '../speed/speed.js';
import { quantiles } from './quantiles.js';

const clients = 48;
const seconds = 15;

/** Tasks from POST to the end told by its stream, each of a session that has looked at some items, one process in all. */
export async function taskSpeed(): Promise<readonly Row[]> {
  return inFolder(async (folder) => {
    const server = await serveTrained(folder, { TASK_CONCURRENCY: '16', LOG_LEVEL: 'warn' });
    const rows: Row[] = [];
    for (const version of ['v1', 'v2']) rows.push(await measure(server, version));
    await server.stop();
    return rows;
  });
}

async function measure(server: Served, version: string): Promise<Row> {
  const { origin } = server;
  const sessions = await visitors(origin);
  const models = new Set<string | undefined>();
  const tookMs: number[] = [];
  let next = 0;
  async function client(end: number): Promise<void> {
    while (performance.now() < end) {
      next += 1;
      const session = sessions[next % sessions.length] ?? '';
      const startedMs = performance.now();
      models.add(await complete(origin, version, session));
      tookMs.push(performance.now() - startedMs);
    }
  }
  const all = (forMs: number) => {
    const end = performance.now() + forMs;
    return Promise.all(Array.from({ length: clients }, () => client(end)));
  };
  await all(5_000);
  tookMs.splice(0);
  const [cpuBefore, startedMs] = [server.cpuSeconds(), performance.now()];
  await all(seconds * 1_000);
  const elapsed = (performance.now() - startedMs) / 1_000;
  return {
    what: `${version} tasks of 20 items, sample shop`,
    'made by': [...models].map((model) => model ?? 'not completed').join(', '),
    'tasks/s': (tookMs.length / elapsed).toFixed(0),
    ...quantiles(tookMs),
    'CPU ms a task': (((server.cpuSeconds() - cpuBefore) * 1_000) / tookMs.length).toFixed(2),
    'RSS MB': server.residentMb().toFixed(0),
  };
}

/** Sessions that have looked at three items each, so that the sequence models have something to go by. */
async function visitors(origin: string): Promise<readonly string[]> {
  const items = await itemIds(origin);
  const sessions = Array.from({ length: 500 }, () => randomUUID());
  for (const [at, session] of sessions.entries()) await visit(origin, session, items, at * 7);
  return sessions;
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
  session: string,
): Promise<string | undefined> {
  const headers = { 'x-session-id': session, 'content-type': 'application/json' };
  const start = { method: 'POST', headers, body: '{"limit": 20}' };
  const started = await ask(`${origin}/api/${version}/recommendations`, start);
  const id = /"task_id":"([\w-]+)"/.exec(started)?.[1];
  const events = await ask(`${origin}/api/tasks/${id}/events`, { method: 'GET', headers });
  return /"status":"completed".*?"model":"([\w-]+)"/.exec(events)?.[1];
}

const agent = new Agent({ keepAlive: true });

/** By node:http: `fetch` would take as much of the two cores as the product. */
function ask(
  url: string,
  { body, ...options }: RequestOptions & { readonly body?: string },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { ...options, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        text += piece;
      });
      response.on('end', () => resolve(text));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
