import { writePictures } from '../../../shared/contracts/inference/picture-frames.js';
import { inferencePaths, picturesMediaType } from '../../../shared/contracts/inference.js';
import { seededRandom } from '../../../shared/domain/random.js';
import { makeSampleShop } from '../../../shared/domain/sample-shop/sample-shop.js';
import type { Row } from '../report.js';
import { type Call, load } from './load.js';
import { type Served, serve } from './served.js';

const seconds = 5;
const pictureSide = 224;

interface Load {
  readonly what: string;
  readonly encoder: 'text' | 'image';
  readonly connections: number;
  readonly itemsPerCall: number;
}

const loads: readonly Load[] = [
  { what: '1 caller, 1 text each', encoder: 'text', connections: 1, itemsPerCall: 1 },
  { what: '10 callers, 1 text each', encoder: 'text', connections: 10, itemsPerCall: 1 },
  { what: '100 callers, 1 text each', encoder: 'text', connections: 100, itemsPerCall: 1 },
  { what: '10 callers, 64 texts each', encoder: 'text', connections: 10, itemsPerCall: 64 },
  { what: '1 caller, 1 picture each', encoder: 'image', connections: 1, itemsPerCall: 1 },
  { what: '10 callers, 1 picture each', encoder: 'image', connections: 10, itemsPerCall: 1 },
  { what: '10 callers, 8 pictures each', encoder: 'image', connections: 10, itemsPerCall: 8 },
];

/** The inference server with the encoders that it starts with, asked over loopback by callers in a closed loop. */
export async function inferenceSpeed(): Promise<readonly Row[]> {
  const server = await serve([process.execPath, 'dist/models/server/main.js'], { PORT: '0' });
  try {
    while (!(await fetch(`${server.origin}/readyz`)).ok);
    const encoders = await encodersOf(server);
    const rows: Row[] = [];
    for (const each of loads) {
      const device = encoders.get(each.encoder);
      if (device !== undefined) rows.push({ ...(await measure(server, each)), device });
    }
    return rows;
  } finally {
    await server.stop();
  }
}

async function encodersOf({ origin }: Served): Promise<ReadonlyMap<string, string>> {
  const { encoders } = (await (await fetch(`${origin}/healthz`)).json()) as {
    readonly encoders: readonly { readonly name: string; readonly device: string }[];
  };
  return new Map(encoders.map(({ name, device }) => [name, device]));
}

async function measure(server: Served, asked: Load): Promise<Row> {
  const { what, encoder, connections, itemsPerCall } = asked;
  const calls = encoder === 'text' ? textCalls(itemsPerCall) : pictureCalls(itemsPerCall);
  const before = await batches(server, encoder);
  const result = await load({ origin: server.origin, calls, connections, seconds });
  const after = await batches(server, encoder);
  return {
    what,
    'requests/s': result.perSecond.toFixed(0),
    'items/s': (result.perSecond * itemsPerCall).toFixed(0),
    'items in a batch': ((after.items - before.items) / (after.count - before.count)).toFixed(1),
    'p50 ms': result.p50Ms.toFixed(2),
    'p95 ms': result.p95Ms.toFixed(2),
    'p99 ms': result.p99Ms.toFixed(2),
    failures: String(result.failures),
    'RSS MB': server.residentMb().toFixed(0),
  };
}

async function batches({ origin }: Served, encoder: string) {
  const lines = (await (await fetch(`${origin}/metrics`)).text()).split('\n');
  const figure = (name: string) => {
    const start = `tastemaker_inference_batch_items_${name}{encoder="${encoder}"} `;
    return Number(lines.find((line) => line.startsWith(start))?.slice(start.length) ?? 0);
  };
  return { items: figure('sum'), count: figure('count') };
}

/** Names of the sample shop's products, so many to a call, each call with others. */
function textCalls(count: number): readonly Call[] {
  const names = makeSampleShop(0).items.map(({ name }) => name);
  return Array.from({ length: 500 }, (_, call) => ({
    method: 'POST',
    path: inferencePaths.texts,
    body: JSON.stringify({
      texts: Array.from({ length: count }, (_, at) => names[(call * count + at) % names.length]),
    }),
  }));
}

function pictureCalls(count: number): readonly Call[] {
  const random = seededRandom(1);
  const picture = () => ({
    ...{ width: pictureSide, height: pictureSide },
    pixels: Uint8Array.from({ length: pictureSide * pictureSide * 3 }, () => random() * 256),
  });
  return Array.from({ length: 20 }, () => ({
    method: 'POST',
    path: inferencePaths.pictures,
    mediaType: picturesMediaType,
    body: Buffer.from(writePictures(Array.from({ length: count }, picture))),
  }));
}
