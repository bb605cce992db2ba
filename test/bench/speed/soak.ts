import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../../../shared/domain/random.js';
import type { Row } from '../report.js';
import { type Served, serve } from './served.js';
import { startedProduct } from './speed.js';

interface Counts {
  requests: number;
  failed: number;
  slowestMs: number;
}

interface Sample {
  readonly minute: number;
  readonly residentMb: number;
  readonly version: string;
}

const shoppers = 5_000;
const pauseMs = 40;
const sampleEveryMs = 15_000;

/**
 * `npm run bench soak`: the sample shop under a steady load of lists, sessions and events while it retrains on its
 * default schedule, for `SOAK_MINUTES` (60). Shows that no request fails, that versions change and that memory stays.
 */
export async function soak(): Promise<readonly Row[]> {
  const minutes = Number(process.env['SOAK_MINUTES'] ?? 60);
  const dataDir = mkdtempSync(join(tmpdir(), 'tastemaker-soak-'));
  const server = await serve(startedProduct, { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error' });
  try {
    return await measure(server, minutes);
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measure(server: Served, minutes: number): Promise<readonly Row[]> {
  const counts: Counts = { requests: 0, failed: 0, slowestMs: 0 };
  const samples: Sample[] = [];
  const startedAt = performance.now();
  const isOver = () => performance.now() - startedAt > minutes * 60_000;
  const shoppersAsk = Array.from({ length: 3 }, (_, at) => ask(server.origin, at, counts, isOver));
  while (!isOver()) {
    await pause(sampleEveryMs);
    const minute = (performance.now() - startedAt) / 60_000;
    const version = await servingVersion(server.origin);
    samples.push({ minute, residentMb: server.residentMb(), version });
  }
  await Promise.all(shoppersAsk);
  return report(counts, samples);
}

/** One client: lists, sessions and events in turn, of shoppers at random. */
async function ask(
  origin: string,
  seed: number,
  counts: Counts,
  isOver: () => boolean,
): Promise<void> {
  const random = seededRandom(seed + 1);
  const shopper = () => `shopper-${String(1 + Math.floor(random() * shoppers)).padStart(4, '0')}`;
  let itemId = '';
  for (let turn = 0; !isOver(); turn += 1) {
    const id = shopper();
    const list = await call(`${origin}/api/recommendations/${id}?limit=20`, undefined, counts);
    itemId = firstItem(list) ?? itemId;
    const session = { session_id: `soak-${seed}-${turn}`, top_k: 20 };
    const events = [{ aid: itemId, ts: Date.now(), type: 'clicks' }];
    if (itemId) await call(`${origin}/api/recommend`, { ...session, events }, counts);
    const event = { user_id: id, item_id: itemId, type: turn % 9 === 0 ? 'order' : 'view' };
    if (itemId) await call(`${origin}/api/events`, event, counts);
    await pause(pauseMs);
  }
}

async function call(url: string, body: unknown, counts: Counts): Promise<unknown> {
  const startedAt = performance.now();
  counts.requests += 1;
  try {
    const headers = { 'content-type': 'application/json' };
    const init = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
    const answer = await fetch(url, init);
    if (!answer.ok) counts.failed += 1;
    return await answer.json();
  } catch {
    counts.failed += 1;
    return undefined;
  } finally {
    counts.slowestMs = Math.max(counts.slowestMs, performance.now() - startedAt);
  }
}

function firstItem(list: unknown): string | undefined {
  const { recommendations } = (list ?? {}) as {
    readonly recommendations?: readonly { readonly item_id: string }[];
  };
  return recommendations?.[0]?.item_id;
}

async function servingVersion(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/api/admin/models`);
  const { models } = (await answer.json()) as {
    readonly models: readonly { readonly version: string; readonly serving: boolean }[];
  };
  return models.find((one) => one.serving)?.version ?? '';
}

function report({ requests, failed, slowestMs }: Counts, samples: readonly Sample[]): Row[] {
  const versions = new Set(samples.map((sample) => sample.version).filter((one) => one !== ''));
  const minutes = samples.at(-1)?.minute ?? 0;
  const memory = samples.map((sample) => Math.round(sample.residentMb));
  const summary = {
    minutes: minutes.toFixed(0),
    requests: String(requests),
    failed: String(failed),
    'slowest ms': slowestMs.toFixed(0),
    'versions served': String(versions.size),
    'RSS MB, first tenth': mean(memory.slice(0, Math.ceil(memory.length / 10))).toFixed(0),
    'RSS MB, last tenth': mean(memory.slice(-Math.ceil(memory.length / 10))).toFixed(0),
    'most RSS MB': String(Math.max(...memory)),
  };
  process.stdout.write(`\n${chart(memory, minutes)}\n`);
  return [summary];
}

/** A Mermaid chart of at most 60 points. */
function chart(memory: readonly number[], minutes: number): string {
  const every = Math.max(1, Math.ceil(memory.length / 60));
  const points = memory.filter((_, at) => at % every === 0);
  const most = Math.ceil(Math.max(...memory) / 100) * 100;
  return [
    '```mermaid',
    'xychart-beta',
    '  title "Resident memory while retraining, MB"',
    `  x-axis "minutes" 0 --> ${minutes.toFixed(0)}`,
    `  y-axis "MB" 0 --> ${most}`,
    `  line [${points.join(', ')}]`,
    '```',
  ].join('\n');
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
