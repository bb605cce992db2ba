import type { EncodedTexts } from '../../../shared/ports/encoders.js';
import type { Batch, EncodedBatch } from './messages.js';
import { ownPixels } from './own-pixels.js';

/** A part of a request, under way in a thread. */
export interface TakenBatch {
  readonly batch: Batch;
  settle(encoded: EncodedBatch): void;
  fail(error: unknown): void;
}

/** What somebody wants encoded, taken off in batches and put together again. */
export class EncodingRequest {
  /** In the order of what was given, whatever the order in which it was encoded. */
  readonly result: Promise<EncodedTexts>;
  readonly #given: Batch;
  readonly #dimensions: number;
  /** The rows in the order in which they are encoded: texts of about the same length together. */
  readonly #order: readonly number[];
  readonly #vectors: Float32Array;
  readonly #truncated: boolean[];
  #begun = 0;
  #settled = 0;
  #resolve: (encoded: EncodedTexts) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;

  constructor(given: Batch, dimensions: number) {
    this.#given = given;
    this.#dimensions = dimensions;
    this.#order = 'texts' in given ? byLength(given.texts) : [...given.pictures.keys()];
    this.#vectors = new Float32Array(this.#order.length * dimensions);
    this.#truncated = this.#order.map(() => false);
    this.result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** How many have not been begun. */
  get waiting(): number {
    return this.#order.length - this.#begun;
  }

  take(size: number): TakenBatch {
    const rows = this.#order.slice(this.#begun, this.#begun + size);
    this.#begun += rows.length;
    return {
      batch: pick(this.#given, rows),
      settle: (encoded) => this.#put(rows, encoded),
      fail: (error) => this.fail(error),
    };
  }

  fail(error: unknown): void {
    this.#reject(error);
  }

  #put(rows: readonly number[], { vectors, truncated }: EncodedBatch): void {
    const dimensions = this.#dimensions;
    rows.forEach((row, at) => {
      const vector = vectors.subarray(at * dimensions, (at + 1) * dimensions);
      this.#vectors.set(vector, row * dimensions);
      this.#truncated[row] = truncated?.[at] === true;
    });
    this.#settled += rows.length;
    if (this.#settled < this.#order.length) return;
    this.#resolve({ vectors: this.#vectors, truncated: this.#truncated });
  }
}

/** By bytes of UTF-8, which go with tokens in all scripts; what is filled up to the longest of a batch costs as much as text. */
function byLength(texts: readonly string[]): readonly number[] {
  const lengths = texts.map((text) => Buffer.byteLength(text));
  return [...texts.keys()].sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0));
}

function pick(given: Batch, rows: readonly number[]): Batch {
  if ('texts' in given) return { texts: rows.map((row) => given.texts[row] ?? '') };
  return { pictures: rows.flatMap((row) => given.pictures[row] ?? []).map(ownPixels) };
}
