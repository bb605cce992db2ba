import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { openTokeniser } from '../../../models/encoders/onnx/tokeniser.js';
import { loadTransformers } from '../../../models/encoders/onnx/transformers.js';
import { openEncoders } from '../../../models/encoders/open-encoders.js';
import type { Encoders } from '../../../shared/ports/encoders.js';
import { encoderModel } from '../../support/encoders/encoder-model.js';
import { writeSentenceModel } from '../../support/encoders/model-folders.js';
import { miniLmShape } from '../../support/encoders/transformer-graph.js';
import { RecordedTelemetry } from '../../support/recorded-telemetry.js';
import type { Row } from '../report.js';
import { sampleTitles, wordsIn } from './titles.js';

const script = new URL('../../../dist/models/encoders/hosting/encoder-thread.js', import.meta.url);
const requestSize = 100;
const rounds = 9;
const batches = [1, 4, 8, 16, 32, 64];

/**
 * Texts through the encoder pool in requests of 100, as `/batch-embed` sends them, beside ONNX Runtime alone, which is
 * handed the tokens of all texts in order of length and the batch size that suits it best; a network of MiniLM's
 * architecture with random weights, in turns. Then single texts, one after the other.
 */
export async function encoderPool(): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tastemaker-minilm-'));
  try {
    const titles = sampleTitles();
    const shape = { ...miniLmShape, vocabulary: 8_000 };
    await writeSentenceModel(folder, { shape, words: wordsIn(titles) });
    const data = `${titles.length} titles, MiniLM-L6's architecture, 8 bits`;
    return (await compare(folder, titles)).map((row) => ({ data, ...row }));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function compare(folder: string, titles: readonly string[]): Promise<readonly Row[]> {
  const bare = await openBare(folder, titles);
  const [one, two] = [await openPool(folder, 1), await openPool(folder, 2)];
  const taken = { bare: [] as Taken[], one: [] as Taken[], two: [] as Taken[] };
  for (let round = 0; round < rounds; round += 1) {
    taken.bare.push(await take(() => bare.run()));
    taken.one.push(await take(() => inRequests(one, titles)));
    taken.two.push(await take(() => inRequests(two, titles)));
  }
  const latency = await singleTexts(one, titles.slice(0, 500));
  await Promise.all([bare.close(), one.close(), two.close()]);
  const [alone, pooled, doubled] = [median(taken.bare), median(taken.one), median(taken.two)];
  const speed = ({ wallMs }: Taken) =>
    `${Math.round((titles.length * 1000) / wallMs).toLocaleString('en')}/s`;
  const share = (a: number, b: number) => (a / b).toFixed(2);
  return [
    {
      model: 'onnxruntime alone, 1 thread',
      measured: `${speed(alone)} in batches of ${bare.batch}`,
    },
    {
      model: 'pool, 1 thread',
      measured: `${speed(pooled)}, ${share(alone.wallMs, pooled.wallMs)} of it (${share(alone.cpuMs, pooled.cpuMs)} by processor time)`,
      bar: '.9',
    },
    { model: 'pool, 2 threads', measured: speed(doubled), bar: '1,000/s' },
    { model: 'pool, single texts', measured: latency, bar: 'p95 15 ms' },
  ];
}

interface Taken {
  readonly wallMs: number;
  readonly cpuMs: number;
}

async function take(work: () => Promise<void>): Promise<Taken> {
  const [cpu, started] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { wallMs: performance.now() - started, cpuMs: (user + system) / 1000 };
}

/** Of each figure by itself; the first round, which warms up, apart. */
function median(taken: readonly Taken[]): Taken {
  const middle = (values: readonly number[]) =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const later = taken.slice(1);
  return {
    wallMs: middle(later.map(({ wallMs }) => wallMs)),
    cpuMs: middle(later.map(({ cpuMs }) => cpuMs)),
  };
}

async function openPool(folder: string, threads: number): Promise<Encoders> {
  return openEncoders({
    ...{ textModel: 'minilm', imageModel: 'built-in', threads, clock: Date.now, device: 'cpu' },
    models: [encoderModel({ name: 'minilm', dimensions: miniLmShape.width })],
    locate: async () => folder,
    start: () => new Worker(script),
    pause: async () => undefined,
    telemetry: new RecordedTelemetry(),
  });
}

/** Two requests are always under way, as from two clients. */
async function inRequests({ text }: Encoders, titles: readonly string[]): Promise<void> {
  let next = 0;
  const client = async () => {
    while (next < titles.length) {
      const texts = titles.slice(next, next + requestSize);
      next += requestSize;
      await text.encode(texts);
    }
  };
  await Promise.all([client(), client()]);
}

async function singleTexts({ text }: Encoders, titles: readonly string[]): Promise<string> {
  const latencies: number[] = [];
  for (const title of titles) {
    const from = performance.now();
    await text.encode([title]);
    latencies.push(performance.now() - from);
  }
  latencies.sort((a, b) => a - b);
  const at = (share: number) => (latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(1);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`;
}

async function openBare(folder: string, titles: readonly string[]) {
  const model = { folder, dimensions: miniLmShape.width, maxTokens: 256, device: 'cpu' as const };
  const tokenise = await openTokeniser(await loadTransformers(), model);
  const content = await readFile(join(folder, 'onnx/model_quantized.onnx'));
  const session = await InferenceSession.create(content, {
    ...{ intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' },
  });
  const sorted = titles.toSorted((a, b) => a.length - b.length);
  const feedsOf = (batch: number) =>
    Array.from({ length: Math.ceil(sorted.length / batch) }, (_, at) =>
      feedOf(tokenise(sorted.slice(at * batch, (at + 1) * batch))),
    );
  const runAll = async (feeds: ReturnType<typeof feedsOf>) => {
    for (const feed of feeds) await session.run(feed);
  };
  let best = { batch: 0, feeds: feedsOf(1), cpuMs: Number.POSITIVE_INFINITY };
  for (const batch of batches) {
    const feeds = feedsOf(batch);
    await runAll(feeds.slice(0, 10));
    const { cpuMs } = await take(() => runAll(feeds));
    if (cpuMs < best.cpuMs) best = { batch, feeds, cpuMs };
  }
  const { batch, feeds } = best;
  return { batch, run: () => runAll(feeds), close: () => session.release() };
}

type Tokenised = ReturnType<Awaited<ReturnType<typeof openTokeniser>>>;

function feedOf({ ids, mask, dims }: Tokenised) {
  const tensor = (data: BigInt64Array) => new Tensor('int64', data, dims);
  const types = tensor(new BigInt64Array(ids.length));
  return { input_ids: tensor(ids), attention_mask: tensor(mask), token_type_ids: types };
}
