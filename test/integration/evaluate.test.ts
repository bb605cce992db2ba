import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openEmbeddedStore } from '../../shared/adapters/embedded/open-store.js';
import type { ShopEvent } from '../../shared/domain/event.js';
import { folderWith } from '../support/datasets.js';

const minuteMs = 60_000;

/** Shoppers who walk along a circle of items, one after the other; every third of them buys what they saw last. */
function walks(): readonly ShopEvent[] {
  return Array.from({ length: 120 }, (_, shopper) =>
    Array.from({ length: 6 }, (__, step): ShopEvent => {
      const isOrder = step === 5 && shopper % 3 === 0;
      return {
        ...{ id: `e${shopper}-${step}`, userId: `u${shopper}`, type: isOrder ? 'order' : 'view' },
        itemId: `i${(shopper * 7 + step - (isOrder ? 1 : 0)) % 40}`,
        ts: Date.UTC(2026, 0, 1) + (shopper * 6 + step) * minuteMs,
      };
    }),
  ).flat();
}

async function shopFolder(): Promise<string> {
  const folder = folderWith({});
  const store = openEmbeddedStore(join(folder, 'data'));
  const events = walks();
  const ids = [...new Set(events.map(({ itemId }) => itemId))];
  const blank = { categories: [], tags: [], attributes: {}, isActive: true, createdAt: 0 };
  await store.catalog.upsert(ids.map((id) => ({ ...blank, id, name: `Thing <${id}>` })));
  await store.events.append(events);
  store.close();
  return folder;
}

function start(folder: string, ...given: string[]): ChildProcess {
  const entry = ['--import', 'tsx', 'models/training/evaluate.ts', ...given];
  const env = { ...process.env, DATA_DIR: join(folder, 'data'), INIT_CWD: folder };
  const child = spawn(process.execPath, entry, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function finish(child: ChildProcess) {
  const chunks = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (chunks.out += chunk));
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (chunks.err += chunk));
  const [status] = await once(child, 'close');
  return { status, ...chunks };
}

/** Every tag of the page opens and closes in order; the names of those that came up. */
function parsePage(html: string): ReadonlySet<string> {
  const names = new Set<string>();
  const open: string[] = [];
  const alone = new Set(['!doctype', 'meta']);
  for (const [, end, name = '', selfClosed] of html.matchAll(/<(\/?)([!a-z0-9]+)[^<>]*?(\/?)>/g)) {
    names.add(name);
    if (end) expect(open.pop(), `</${name}>`).toBe(name);
    else if (!selfClosed && !alone.has(name)) open.push(name);
  }
  expect(open).toEqual([]);
  return names;
}

describe('npm run evaluate', () => {
  it('judges models on a shop that is in use, and tells console, machine and reader', async () => {
    const folder = await shopFolder();
    const store = openEmbeddedStore(join(folder, 'data'));
    onTestFinished(() => store.close());
    const models = 'popular,co-visitation,ease,blend';
    const { status, out, err } = await finish(
      start(folder, '--models', models, '--cutoff', '5', '--out', 'found'),
    );
    expect(err).toContain('Training ease');
    expect(status).toBe(0);

    const lines = out.split('\n');
    expect(lines[0]).toBe('data: 40 items, 120 shoppers, 720 events');
    const heading = lines.findIndex((line) => line.startsWith('model'));
    expect(lines[heading]?.trim().split(/ {2,}/).slice(0, 4)).toEqual([
      ...['model', 'hit-rate@5', 'mrr@5', 'ndcg@5'],
    ]);
    const shown = lines.slice(heading + 2, heading + 6).map((line) => line.split(' ')[0]);
    expect(shown).toEqual(models.split(','));

    const json = readFileSync(join(folder, 'found', 'evaluation.json'), 'utf8');
    const evaluation = JSON.parse(json);
    expect(evaluation.protocol).toMatchObject({ name: 'time', trainingEvents: 648, cases: 12 });
    for (const { name, summary } of evaluation.models) {
      const { mean, low, high } = summary.views[0].metrics['ndcg@5'];
      expect(low, name).toBeLessThanOrEqual(mean);
      expect(high, name).toBeGreaterThanOrEqual(mean);
    }
    const [popular, coVisitation] = evaluation.models;
    expect(coVisitation.difference.low).toBeGreaterThan(0);
    expect(popular.difference).toBeUndefined();

    const html = readFileSync(join(folder, 'found', 'evaluation.html'), 'utf8');
    const names = parsePage(html);
    for (const name of ['svg', 'rect', 'circle', 'table', 'figcaption']) {
      expect(names).toContain(name);
    }
    expect(html).not.toMatch(/<script|<link|@import|url\(|https?:\/\//);
    expect(html.match(/<tr>/g)).toHaveLength(5);
  });

  it('stops on Ctrl-C without a trace', async () => {
    const folder = await shopFolder();
    const child = start(folder, '--models', 'hybrid,gru,two-tower,blend', '--out', 'found');
    const finished = finish(child);
    child.stderr?.on('data', (chunk: string) => {
      if (chunk.includes('Training') && !child.killed) child.kill('SIGINT');
    });
    const { status, err } = await finished;
    expect(err).toContain('stopped; nothing was written');
    expect(status).toBe(130);
    expect(existsSync(join(folder, 'found'))).toBe(false);
  });

  it('says in one line what it was asked wrongly', async () => {
    const { status, err } = await finish(start(folderWith({}), '--models', 'crystal-ball'));
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toMatch(/--models: expected names of popular.*"crystal-ball"/);
    expect(status).toBe(2);
  });
});
