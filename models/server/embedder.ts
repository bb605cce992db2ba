import { floatsToText } from '../../shared/contracts/inference/float-text.js';
import type { EncodedAnswer } from '../../shared/contracts/inference.js';
import type { VectorSpace } from '../../shared/domain/vector-space.js';
import type { DeviceReport } from '../../shared/ports/encoders.js';
import { Batcher, type BatchLimits, type BatchWork } from './batching/batcher.js';
import type { EncodedRow } from './batching/work.js';
import type { Metrics } from './metrics.js';

/** One encoder as requests see it. */
export interface Embedder<Item> {
  readonly name: string;
  readonly space: VectorSpace;
  device(): DeviceReport;
  /** Rejects as `Batcher.submit`. */
  embed(items: readonly Item[], signal: AbortSignal): Promise<EncodedAnswer>;
  /** Has the model loaded, and its kernels chosen for the smallest and the largest batch, before anybody waits for it. */
  warmUp(signal: AbortSignal): Promise<void>;
}

export interface EmbedderParts<Item> {
  readonly name: string;
  readonly space: VectorSpace;
  readonly device: () => DeviceReport;
  readonly work: BatchWork<Item, EncodedRow>;
  readonly limits: BatchLimits;
  /** What to warm up with: as large as items usually are. */
  readonly sample: Item;
}

export function createEmbedder<Item>(
  { name, space, device, work, limits, sample }: EmbedderParts<Item>,
  metrics: Metrics,
): Embedder<Item> {
  const observer = metrics.watch(name, { waiting: () => batcher.waiting, device });
  const batcher = new Batcher(work, limits, observer);
  return {
    name,
    space,
    device,
    async embed(items, signal) {
      return answerOf(await batcher.submit(items, signal), space);
    },
    async warmUp(signal) {
      const affordable = Math.floor(limits.maxCost / work.costOf(sample));
      const largest = Math.max(1, Math.min(limits.maxCount, affordable));
      for (const size of [1, largest]) {
        await work.encode(new Array<Item>(size).fill(sample), signal);
      }
    },
  };
}

function answerOf(rows: readonly EncodedRow[], space: VectorSpace): EncodedAnswer {
  const vectors = new Float32Array(rows.length * space.dimensions);
  rows.forEach(({ vector }, row) => {
    vectors.set(vector, row * space.dimensions);
  });
  return { space, vectors: floatsToText(vectors), truncated: rows.map((row) => row.isTruncated) };
}
