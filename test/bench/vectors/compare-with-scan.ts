import type { VectorIndex } from '../../../shared/ports/vector-index.js';
import { itemId } from './clustered-vectors.js';
import { floatScan } from './float-scan.js';

interface Comparison {
  /** What is in the index, of unit length. */
  readonly vectors: Float32Array;
  readonly queries: readonly Float32Array[];
  /** One item in so many passes the filter. */
  readonly share: number;
  readonly count: number;
}

const rounds = 4;

/** What the index takes over a search, and a scan of floats in plain JavaScript; and how much of its answer it finds. */
export async function compareWithScan(
  index: VectorIndex,
  { vectors, queries, share, count }: Comparison,
): Promise<string> {
  const passes = (row: number) => row % share === 0;
  const accept = (id: string) => passes(Number(id.slice(itemId('').length)));
  const filter = share > 1 ? { accept } : {};
  const search = (vector: Float32Array) => index.search({ vector, limit: count, ...filter });
  const [ours, plain] = [new Times(), new Times()];
  let found = 0;
  for (const vector of queries) {
    const best = await plain.of(async () => floatScan(vectors, vector, { count, accept: passes }));
    const ids = new Set(best.map(itemId));
    found += (await search(vector)).filter((each) => ids.has(each.itemId)).length;
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const vector of queries) await ours.of(() => search(vector));
  }
  const recall = (found / (count * queries.length)).toFixed(3);
  return `${ours.describe()}, recall ${recall}; plain JavaScript ${plain.describe()}`;
}

class Times {
  readonly #wallMs: number[] = [];
  #cpuMs = 0;

  async of<T>(work: () => Promise<T>): Promise<T> {
    const [began, before] = [performance.now(), process.cpuUsage()];
    const outcome = await work();
    const { user, system } = process.cpuUsage(before);
    this.#wallMs.push(performance.now() - began);
    this.#cpuMs += (user + system) / 1_000;
    return outcome;
  }

  describe(): string {
    const sorted = this.#wallMs.toSorted((a, b) => a - b);
    const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
    const cpu = (this.#cpuMs / sorted.length).toFixed(1);
    return `p50 ${at(0.5)} ms, p95 ${at(0.95)}, ${cpu} of CPU`;
  }
}
