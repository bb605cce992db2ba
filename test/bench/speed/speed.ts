import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Row } from '../report.js';
import { makeLargeShop } from './large-shop.js';
import { type Call, type LoadResult, load } from './load.js';
import { type Served, serve } from './served.js';

const bareServer: readonly [string, ...string[]] = [
  process.execPath,
  '--import',
  'tsx',
  'test/bench/speed/bare-server.ts',
];
const npmStart: readonly [string, ...string[]] = ['npm', 'start', '--silent'];
/** What `npm start` runs, without npm in between: its processor time and memory are the product's alone. */
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly scripts: { readonly start: string };
};
const [, ...startArguments] = scripts.start.split(' ');
export const startedProduct: readonly [string, ...string[]] = [process.execPath, ...startArguments];
const connections = 50;
const seconds = 10;
/** Nothing trains or is encoded while it is measured. */
const settings = { PORT: '0', RETRAIN_SCHEDULE: 'off', SYNC_SCHEDULE: 'off' };

/** Measures the product through its local host, each load beside a bare node:http server in the same run. */
export async function sampleShopSpeed(): Promise<readonly Row[]> {
  return inFolder(measureSampleShop);
}

export async function largeShopSpeed(): Promise<readonly Row[]> {
  return inFolder(async (folder) => {
    await makeLargeShop(folder, { items: 150_000, events: 2_000_000, users: 100_000 });
    return measureLargeShop(folder);
  });
}

export async function inFolder(measure: (folder: string) => Promise<readonly Row[]>) {
  const folder = mkdtempSync(join(tmpdir(), 'tastemaker-bench-'));
  try {
    return await measure(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureSampleShop(dataDir: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const what of ['first npm start, sample shop made', 'later npm start, sample shop']) {
    rows.push(await startRow(what, dataDir));
  }
  const server = await serveTrained(dataDir);
  rows.push({ what: 'resting, sample', 'RSS MB': server.residentMb().toFixed(0) });
  const ids = await itemIds(server.origin);
  const users = Array.from(
    { length: 5_000 },
    (_, at) => `shopper-${String(at + 1).padStart(4, '0')}`,
  );
  rows.push(await loadRow('GET /recommendations/{user}, sample', server, userCalls(users)));
  rows.push(await loadRow('the same, every list anew', server, anewCalls(users)));
  rows.push(await loadRow('POST /recommend, sample', server, sessionCalls(ids)));
  rows.push(await ingestRow('POST /events × 1,000', server, ids));
  await server.stop();
  return rows;
}

async function measureLargeShop(dataDir: string): Promise<readonly Row[]> {
  const start = await startRow('later npm start, 150k × 2M', dataDir);
  const server = await serve(startedProduct, { ...settings, DATA_DIR: dataDir });
  const users = Array.from({ length: 5_000 }, (_, at) => `u${at * 20}`);
  const ids = Array.from({ length: 5_000 }, (_, at) => `p${at * 30}`);
  const rows: Row[] = [
    start,
    { what: 'resting, 150k × 2M', 'RSS MB': server.residentMb().toFixed(0) },
    await loadRow('GET /recommendations/{user}, 150k × 2M', server, userCalls(users)),
    await loadRow('POST /recommend, 150k × 2M', server, sessionCalls(ids)),
  ];
  await server.stop();
  return rows;
}

/** The product with all its models, none of which is trained again while it is measured. */
export async function serveTrained(
  dataDir: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Served> {
  const environment = { ...settings, ...more, DATA_DIR: dataDir };
  const teacher = await serve(startedProduct, environment);
  await trained(teacher.origin);
  await teacher.stop();
  // Started anew, so that its memory is that of an instance that serves what another has trained.
  const server = await serve(startedProduct, environment);
  await until(async () => {
    const status = await json<{ readonly models: readonly unknown[] }>(
      `${server.origin}/api/admin/model-status`,
    );
    return status.models.length > 0;
  });
  return server;
}

async function trained(origin: string): Promise<void> {
  const started = await fetch(`${origin}/api/admin/retrain`, { method: 'POST' });
  if (!started.ok) throw new Error(`training cannot begin: ${await started.text()}`);
  await until(async () => {
    const { newest } = await json<{
      readonly newest: { readonly ended_at?: string; readonly status: string };
    }>(`${origin}/api/admin/retrain`);
    if (newest.ended_at !== undefined && newest.status !== 'completed') {
      throw new Error(`training ended as ${newest.status}`);
    }
    return newest.ended_at !== undefined;
  });
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await setTimeout(500);
}

async function json<T>(url: string): Promise<T> {
  return (await (await fetch(url)).json()) as T;
}

/** From launching npm to the last byte of the first recommendation. */
async function startRow(what: string, dataDir: string): Promise<Row> {
  const launchedAt = performance.now();
  const server = await serve(npmStart, { ...settings, DATA_DIR: dataDir });
  const answer = await fetch(`${server.origin}/api/recommendations/shopper-0001`);
  await answer.arrayBuffer();
  const tookMs = performance.now() - launchedAt;
  await server.stop();
  return { what, 'first answer ms': tookMs.toFixed(0) };
}

async function loadRow(what: string, server: Served, calls: readonly Call[]): Promise<Row> {
  const before = server.cpuSeconds();
  const startedAt = performance.now();
  const result = await load({ origin: server.origin, calls, connections, seconds });
  const cores = (server.cpuSeconds() - before) / ((performance.now() - startedAt) / 1000);
  const bare = await bareResult(calls, result.answerBytes);
  const paced = await load({
    origin: server.origin,
    calls,
    connections,
    seconds,
    perSecond: 1_000,
  });
  return {
    what,
    ...figures(result),
    'per core-second': (result.perSecond / cores).toFixed(0),
    'p95 ms at 1,000/s': paced.p95Ms.toFixed(1),
    'of bare node:http': `${((100 * result.perSecond) / bare.perSecond).toFixed(0)} % (${bare.perSecond.toFixed(0)}/s, p95 ${bare.p95Ms.toFixed(1)})`,
    'RSS MB': server.residentMb().toFixed(0),
  };
}

async function bareResult(calls: readonly Call[], answerBytes: number): Promise<LoadResult> {
  const bare = await serve([...bareServer, String(answerBytes)]);
  const result = await load({ origin: bare.origin, calls, connections, seconds: seconds / 2 });
  await bare.stop();
  return result;
}

async function ingestRow(what: string, server: Served, ids: readonly string[]): Promise<Row> {
  const calls = Array.from({ length: 20 }, (_, batch) => ({
    method: 'POST' as const,
    path: '/api/events',
    body: JSON.stringify(
      Array.from({ length: 1_000 }, (_, at) => ({
        user_id: `bench-${batch}-${at % 97}`,
        item_id: ids[(batch * 31 + at * 7) % ids.length],
        type: 'view',
      })),
    ),
  }));
  const result = await load({ origin: server.origin, calls, connections: 2, seconds });
  return { what, ...figures(result), 'events/s': (result.perSecond * 1_000).toFixed(0) };
}

const figures = (result: LoadResult): Row => ({
  'requests/s': result.perSecond.toFixed(0),
  'p50 ms': result.p50Ms.toFixed(1),
  'p95 ms': result.p95Ms.toFixed(1),
  'p99 ms': result.p99Ms.toFixed(1),
  failures: String(result.failures),
});

const userCalls = (users: readonly string[]): Call[] =>
  users.map((user) => ({ method: 'GET', path: `/api/recommendations/${user}?limit=20` }));

/** Each asks with an exclusion that nobody asked with before, so that no kept list answers. */
const anewCalls = (users: readonly string[]): Call[] =>
  Array.from({ length: 40_000 }, (_, at) => ({
    method: 'GET',
    path: `/api/recommendations/${users[at % users.length]}?limit=20&exclude=none-${at}`,
  }));

const sessionCalls = (ids: readonly string[]): Call[] =>
  Array.from({ length: 5_000 }, (_, at) => ({
    method: 'POST',
    path: '/api/recommend',
    body: JSON.stringify({
      session_id: `bench-${at}`,
      top_k: 20,
      events: [0, 1, 2, 3].map((step) => ({
        aid: ids[(at * 7 + step * 3) % ids.length],
        ts: 1_760_000_000_000 + step * 1_000,
        type: step === 3 ? 'carts' : 'clicks',
      })),
    }),
  }));

async function itemIds(origin: string): Promise<string[]> {
  const answer = await json<{
    readonly recommendations: readonly { readonly item_id: string }[];
  }>(`${origin}/api/latest?limit=100`);
  return answer.recommendations.map((one) => one.item_id);
}
