import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ExactVectorIndex } from '../../../models/vectors/exact-index.js';
import { openEmbeddedVectors } from '../../../shared/adapters/embedded/vectors/open-vectors.js';
import type { VectorSpace } from '../../../shared/domain/vector-space.js';
import type { Row } from '../report.js';
import { clusteredVectors, itemId, type Sample } from './clustered-vectors.js';
import { compareWithScan } from './compare-with-scan.js';
import { withLoopGap } from './loop-gap.js';

interface Case extends Sample {
  readonly bar: string;
}

const cases: readonly Case[] = [
  { size: 100_000, dimensions: 384, bar: '' },
  { size: 1_000_000, dimensions: 128, bar: '15 ms' },
];
/** One item in so many passes the filter. */
const filters = [1, 2, 10, 100];
const count = 20;
const questions = 40;
const batch = 1_000;

/** Top-20 of the exact index beside a scan of floats in plain JavaScript, and how a start reads it from the store. */
export async function vectorIndex(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const each of cases) rows.push(...(await measure(each)));
  return rows;
}

async function measure({ bar, ...sample }: Case): Promise<readonly Row[]> {
  const data = `${sample.size} × ${sample.dimensions}`;
  const vectors = clusteredVectors(sample, 2);
  const asked = clusteredVectors({ ...sample, size: questions }, 3);
  const queries = Array.from({ length: questions }, (_, at) =>
    asked.subarray(at * sample.dimensions, (at + 1) * sample.dimensions),
  );
  const index = new ExactVectorIndex(spaceOf(sample));
  for (let row = 0; row < sample.size; row += batch)
    await index.put(rowsFrom(vectors, sample, row));
  const rows: Row[] = [];
  for (const share of filters) {
    const what = share === 1 ? 'no filter' : `a filter that ${100 / share} % pass`;
    const measured = await compareWithScan(index, { vectors, queries, share, count });
    rows.push({ data: `top-${count} of ${data}, ${what}`, model: '', measured, bar });
  }
  const together = () =>
    Promise.all(queries.map((vector) => index.search({ vector, limit: count })));
  const [, gapMs] = await withLoopGap(together);
  const gap = `${gapMs.toFixed(1)} ms the longest that the event loop waited`;
  rows.push({
    data: `${questions} searches at once of ${data}`,
    model: '',
    measured: gap,
    bar: '',
  });
  rows.push({
    data: `${data} read at a start`,
    model: '',
    measured: await load(vectors, sample),
    bar: '',
  });
  return rows;
}

const spaceOf = ({ dimensions }: Sample): VectorSpace => ({
  ...{ model: 'bench', version: '1', dimensions },
});

function rowsFrom(vectors: Float32Array, { size, dimensions }: Sample, start: number) {
  const length = Math.min(batch, size - start);
  return {
    itemIds: Array.from({ length }, (_, row) => itemId(start + row)),
    vectors: vectors.subarray(start * dimensions, (start + length) * dimensions),
  };
}

const loadProgram = fileURLToPath(new URL('vector-load.ts', import.meta.url));

async function load(vectors: Float32Array, sample: Sample): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
  try {
    const written = await write(folder, vectors, sample);
    const command = ['--import', 'tsx', loadProgram, folder];
    const said = execFileSync(process.execPath, command, { encoding: 'utf8' });
    const { loadMs, cpuMs, gapMs, rssBytes } = JSON.parse(said);
    const figures = [
      `${(loadMs / 1_000).toFixed(2)} s (${(cpuMs / 1_000).toFixed(2)} of CPU)`,
      `event loop kept ${gapMs.toFixed(0)} ms at most`,
      `${Math.round(rssBytes / 1e6)} MB resident`,
    ];
    return `${figures.join(', ')}; ${written}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Tells how fast, and how much disk it took. */
async function write(folder: string, vectors: Float32Array, sample: Sample): Promise<string> {
  const { vectors: store, close } = openEmbeddedVectors(folder);
  const began = performance.now();
  for (let start = 0; start < sample.size; start += batch) {
    const rows = rowsFrom(vectors, sample, start);
    await store.put(
      spaceOf(sample),
      rows.itemIds.map((id, row) => ({
        ...{ itemId: id, contentHash: id.padStart(32), madeAt: row },
        vector: rows.vectors.subarray(row * sample.dimensions, (row + 1) * sample.dimensions),
      })),
    );
  }
  const perSecond = Math.round((sample.size / (performance.now() - began)) * 1_000);
  await store.activate('text', spaceOf(sample));
  close();
  const sizeMb = Math.round(statSync(join(folder, 'vectors.db')).size / 1e6);
  return `written at ${perSecond}/s, ${sizeMb} MB on disk`;
}
