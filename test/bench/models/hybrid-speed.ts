import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { hybridDefaults } from '../../../models/recommenders/hybrid/hybrid-options.js';
import { createHybridTrainer } from '../../../models/recommenders/hybrid/hybrid-trainer.js';
import type { Item } from '../../../shared/domain/item.js';
import { fitContext } from '../../support/training-set.js';
import type { Row } from '../report.js';
import { judge } from './hybrid-judge.js';
import { type HeldOut, madeUpSet, movieLensSet } from './hybrid-sets.js';

interface Measured {
  /** Median of the epochs, CPU milliseconds. */
  readonly epochMs: number;
  readonly precision: number;
  readonly areaUnderCurve: number;
}

const { epochs } = hybridDefaults;

/** An epoch of WARP beside LightFM's on one thread, same data and dimension; `LIGHTFM_PYTHON` names a Python with it. */
export async function hybridSpeed(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const movieLens = movieLensSet();
  if (movieLens !== undefined) rows.push(...(await compare('MovieLens-100K ua', movieLens)));
  rows.push(...(await compare('500 × 2,016 × 100 k, 11 features', madeUpSet())));
  return rows;
}

async function compare(data: string, heldOut: HeldOut): Promise<readonly Row[]> {
  const { ours, fitMs, cpuMs } = await measureOurs(heldOut);
  const theirs = await measureLightFm(heldOut);
  const fit = {
    data,
    model: `hybrid, ${epochs} epochs, fit and load`,
    measured: `${Math.round(fitMs)} ms, ${Math.round(cpuMs)} of CPU`,
  };
  if (theirs === undefined) {
    const measured = 'skipped: there is no Python with lightfm';
    return [
      row(data, 'hybrid', ours),
      { data, model: 'LightFM', measured, bar: '' },
      { ...fit, bar: '' },
    ];
  }
  const ratio = (ours.epochMs / theirs.epochMs).toFixed(2);
  return [
    row(data, 'hybrid', ours),
    row(data, 'LightFM', theirs),
    { data, model: 'ratio of an epoch', measured: ratio, bar: '0.35, aim 0.15' },
    { ...fit, bar: 'a part of 5 s, aim 2 s' },
  ];
}

function row(data: string, model: string, { epochMs, precision, areaUnderCurve }: Measured): Row {
  return {
    ...{ data, model, measured: `${epochMs.toFixed(1)} CPU ms an epoch`, bar: '' },
    'P@10/AUC, training items excluded': `${precision.toFixed(3)}/${areaUnderCurve.toFixed(3)}`,
  };
}

async function measureOurs(heldOut: HeldOut) {
  const trainer = createHybridTrainer();
  const spent: number[] = [];
  let usage = process.cpuUsage();
  const context = fitContext();
  const [started, before] = [performance.now(), process.cpuUsage()];
  const { files } = await trainer.fit(heldOut.set, {
    ...context,
    async checkpoint(done, total) {
      if (done === 0 || done % (total / epochs) !== 0) return;
      const { user, system } = process.cpuUsage(usage);
      spent.push((user + system) / 1_000);
      usage = process.cpuUsage();
    },
  });
  const model = await trainer.load(files);
  const fitMs = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  const { precision, areaUnderCurve } = await judge(model, heldOut, true);
  await model.close();
  // The first holds the preparations.
  const whole = spent.slice(1).sort((a, b) => a - b);
  const epochMs = whole[whole.length >> 1] ?? Number.NaN;
  return { ours: { epochMs, precision, areaUnderCurve }, fitMs, cpuMs: (user + system) / 1_000 };
}

async function measureLightFm({ set, wanted }: HeldOut): Promise<Measured | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'lightfm-'));
  const file = join(folder, 'task.json');
  const numbers = new Map(set.items.map((item, number) => [item.id, number]));
  const task = {
    ...{ dimension: hybridDefaults.dimension, rate: hybridDefaults.learningRate, epochs },
    itemFeatures: itemFeatures(set.items),
    train: wanted.flatMap((_, user) => {
      const chosen = set.events.item.subarray(set.events.starts[user], set.events.starts[user + 1]);
      return Array.from(chosen, (item) => [user, item]);
    }),
    test: wanted.flatMap((ids, user) => Array.from(ids, (id) => [user, numbers.get(id)])),
  };
  try {
    await writeFile(file, JSON.stringify(task));
    return await runPeer(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Items' own ids first, then their tags. */
function itemFeatures(items: readonly Item[]): readonly (readonly number[])[] {
  const tags = new Map<string, number>();
  for (const tag of items.flatMap((item) => item.tags)) {
    if (!tags.has(tag)) tags.set(tag, items.length + tags.size);
  }
  return items.map((item, number) => [number, ...item.tags.flatMap((tag) => tags.get(tag) ?? [])]);
}

async function runPeer(file: string): Promise<Measured | undefined> {
  const python = process.env['LIGHTFM_PYTHON'] ?? 'python3';
  const run = promisify(execFile);
  try {
    await run(python, ['-c', 'import lightfm']);
  } catch {
    return undefined;
  }
  const script = fileURLToPath(new URL('../peers/hybrid_lightfm.py', import.meta.url));
  const { stdout } = await run(python, [script, file]);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Measured;
}
