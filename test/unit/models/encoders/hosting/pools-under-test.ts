import type { BatchEncoder } from '../../../../../models/encoders/hosting/batch-encoder.js';
import {
  EncoderPool,
  type PoolOptions,
} from '../../../../../models/encoders/hosting/encoder-pool.js';
import { InProcessEncoder } from '../../../../support/encoders/in-process-encoder.js';
import { RecordedTelemetry } from '../../../../support/recorded-telemetry.js';

/** A batch under way that the test ends. */
interface Held {
  readonly texts: readonly string[];
  end(): void;
}

/**
 * Pools whose threads are here and whose encoder makes of a text its length; texts that begin with `slow` wait to be ended,
 * `broken` fails.
 */
export class PoolsUnderTest {
  readonly held: Held[] = [];
  readonly threads: InProcessEncoder[] = [];
  readonly pauses: { readonly durationMs: number; end(): void }[] = [];
  readonly telemetry = new RecordedTelemetry();
  /** Whether the next threads fail to open. */
  isBroken = false;
  /** Encoders that were closed. */
  closed = 0;
  readonly #pools: EncoderPool[] = [];

  open(options: Partial<PoolOptions> = {}): EncoderPool {
    const { telemetry } = this;
    const pool = new EncoderPool({
      source: { kind: 'built-in-text' },
      ...{ dimensions: 1, threads: 1, batchSize: 2, maxWaiting: 8, clock: Date.now, telemetry },
      start: () => this.#start(),
      pause: (durationMs) => new Promise((end) => this.pauses.push({ durationMs, end })),
      ...options,
    });
    this.#pools.push(pool);
    return pool;
  }

  /** Ends the pause before the next start, once it has begun. */
  async afterPause(): Promise<number> {
    await until(() => this.pauses.length > 0);
    const pause = this.pauses.shift();
    pause?.end();
    return pause?.durationMs ?? 0;
  }

  /** Ends so many batches as they come up. */
  async endBatches(count: number): Promise<void> {
    for (let ended = 0; ended < count; ended += 1) {
      await until(() => this.held.length > 0);
      this.held.shift()?.end();
    }
  }

  async close(): Promise<void> {
    const closing = Promise.all(this.#pools.map((pool) => pool.close()));
    let isClosed = false;
    void closing.then(() => {
      isClosed = true;
    });
    await until(() => {
      this.held.shift()?.end();
      return isClosed;
    });
  }

  #start(): InProcessEncoder {
    const thread = new InProcessEncoder(async () => {
      if (this.isBroken) throw new Error('no such model');
      return this.#encoder();
    });
    this.threads.push(thread);
    return thread;
  }

  #encoder(): BatchEncoder {
    return {
      encodeTexts: async (texts) => {
        if (texts.includes('broken')) throw new Error('it broke');
        if (texts.some((text) => text.startsWith('slow'))) {
          await new Promise<void>((end) => this.held.push({ texts, end }));
        }
        const lengths = texts.map(({ length }) => length);
        return { vectors: Float32Array.from(lengths), truncated: lengths.map(() => false) };
      },
      close: async () => {
        this.closed += 1;
      },
    };
  }
}

export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

export const slowTexts = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `slow ${at}`);

export const lengthsOf = async (pool: EncoderPool, texts: readonly string[]) => [
  ...(await pool.encode({ texts })).vectors,
];
