import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../shared/domain/errors.js';
import type { ScoredItem } from '../../shared/domain/ranking.js';
import { spaceName, type VectorSpace } from '../../shared/domain/vector-space.js';
import type {
  GrowingVectorIndex,
  VectorQuery,
  VectorRows,
} from '../../shared/ports/vector-index.js';
import { findNearest } from './find-nearest.js';
import { ItemRows } from './item-rows.js';
import { Line } from './line.js';
import { QuantisedRows } from './quantised-rows.js';

/** Beyond, who asks would wait for seconds. */
const maxWaiting = 256;
/** Values to take in, about a millisecond's work, after which others have their turn. */
const valuesATurn = 2 ** 19;

/**
 * All vectors in memory, five bytes a value. Searches and changes come one after the other, and long ones in pieces of
 * a few milliseconds between which the event loop goes round. Not in a thread: filters are functions of this one, and on
 * an instance of one core a thread would gain nothing.
 */
export class ExactVectorIndex implements GrowingVectorIndex {
  readonly space: VectorSpace;
  readonly #exact: ItemRows;
  readonly #quantised: QuantisedRows;
  readonly #line = new Line();
  /** Values taken in, over all changes: many small ones must not keep the event loop either. */
  #sinceTurn = 0;

  constructor(space: VectorSpace) {
    this.space = space;
    this.#exact = new ItemRows(space.dimensions);
    this.#quantised = new QuantisedRows(space.dimensions);
  }

  get size(): number {
    return this.#exact.size;
  }

  async search(
    { vector, limit, accept = () => true }: VectorQuery,
    signal?: AbortSignal,
  ): Promise<readonly ScoredItem[]> {
    const query = this.#unitOf(vector);
    if (this.#line.waiting >= maxWaiting) {
      throw new AppError(
        'overloaded',
        `${this.#line.waiting} searches wait for this index already`,
      );
    }
    return this.#line.join(async () => {
      signal?.throwIfAborted();
      const rows = { exact: this.#exact, quantised: this.#quantised };
      return findNearest(rows, { query, limit, accept }, async () => {
        await setImmediate();
        signal?.throwIfAborted();
      });
    });
  }

  get(itemId: string): Float32Array | undefined {
    const row = this.#exact.rowOf(itemId);
    if (row === undefined) return undefined;
    const length = this.#exact.lengthOf(row);
    return this.#exact.vectorOf(row).map((value) => value / length);
  }

  async put({ itemIds, vectors }: VectorRows): Promise<void> {
    const { dimensions } = this.space;
    if (vectors.length !== itemIds.length * dimensions) {
      throw invalid(`${itemIds.length} × ${dimensions} values expected, got ${vectors.length}`);
    }
    const vectorOf = (row: number) => vectors.subarray(row * dimensions, (row + 1) * dimensions);
    await this.#line.join(async () => {
      const lengths = new Float64Array(itemIds.length);
      await this.#inTurns(itemIds, (itemId, row) => {
        lengths[row] = this.#lengthOf(vectorOf(row), `the vector of ${itemId}`);
      });
      this.#reserve(itemIds.length);
      await this.#inTurns(itemIds, (itemId, row) => {
        this.#set(itemId, vectorOf(row), lengths[row] ?? 1);
      });
    });
  }

  async remove(itemIds: readonly string[]): Promise<void> {
    await this.#line.join(() =>
      this.#inTurns(itemIds, (itemId) => {
        const row = this.#exact.remove(itemId);
        if (row !== undefined) this.#quantised.remove(row);
      }),
    );
  }

  #set(itemId: string, vector: Float32Array, length: number): void {
    const row = this.#exact.put(itemId, vector, length);
    this.#quantised.set(row, vector, length);
  }

  #reserve(more: number): void {
    try {
      this.#quantised.reserve(this.size + more);
      this.#exact.reserve(this.size + more);
    } catch (error) {
      throw noMemory(`There is no memory for ${more} vectors beside ${this.size}`, error);
    }
  }

  async #inTurns(
    itemIds: readonly string[],
    work: (itemId: string, row: number) => void,
  ): Promise<void> {
    for (const [row, itemId] of itemIds.entries()) {
      work(itemId, row);
      this.#sinceTurn += this.space.dimensions;
      if (this.#sinceTurn < valuesATurn) continue;
      this.#sinceTurn = 0;
      await setImmediate();
    }
  }

  #unitOf(vector: Float32Array): Float64Array {
    const { dimensions } = this.space;
    if (vector.length !== dimensions) {
      const expected = `a vector of ${spaceName(this.space)} has ${dimensions} values`;
      throw invalid(`${expected}, not ${vector.length}`);
    }
    const length = this.#lengthOf(vector, 'the vector');
    return Float64Array.from(vector, (value) => value / length);
  }

  #lengthOf(vector: Float32Array, name: string): number {
    const length = this.#quantised.lengthOf(vector);
    if (length > 0 && Number.isFinite(length)) return length;
    const what = length === 0 ? 'is zero and has no direction' : 'has values that are no numbers';
    throw invalid(`${name} ${what}`);
  }
}

const noMemory = (message: string, cause: unknown) =>
  new AppError('unavailable', message, { cause });

const invalid = (message: string) => new AppError('invalid', message);
