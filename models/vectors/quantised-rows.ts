import { cosineScanKernel } from '../numeric/generated/cosine-scan.js';
import { instantiateKernel } from '../numeric/kernel-memory.js';
import { floatAt, integerAt, singleAt } from '../numeric/read.js';

/** Arguments in this order; addresses are byte offsets, see numeric/assembly/cosine-scan.ts. */
interface CosineScanKernel {
  place(width: number, capacity: number, query: number, tally: number): void;
  lengthOf(source: number): number;
  quantise(source: number, length: number, block: number, row: number): void;
  copyRow(fromBlock: number, from: number, toBlock: number, to: number): void;
  scan(block: number, count: number, step: number, allowance: number): void;
  collect(block: number, count: number, low: number, high: number, into: number): number;
}

/** Rows a block. */
export const blockRows = 4_096;
/** The tally counts bounds in so many equal parts of −1 … 1. */
const parts = 4_096;
const pageBytes = 65_536;
const maxPages = 65_536;
/** More than the sums of a scan can be wrong by, being f32. */
const slack = 1e-6;

/**
 * Rows in 8 bits, scanned by SIMD for upper bounds of their cosines with a query. They lie in blocks of one WebAssembly
 * memory that grows where it stands, so that no row is ever copied to make room; at most 4 GiB of `dimensions + 12`
 * bytes a row.
 */
export class QuantisedRows {
  readonly #memory = new WebAssembly.Memory({ initial: 256, maximum: maxPages });
  readonly #kernel: CosineScanKernel;
  readonly #width: number;
  readonly #blockBytes: number;
  readonly #source: number;
  readonly #query: number;
  readonly #tally: number;
  readonly #found: number;
  readonly #firstBlock: number;
  /** All of the memory, made anew when it grows. */
  #integers: Int32Array;
  #floats: Float32Array;
  #size = 0;
  #step = 0;
  #allowance = 0;

  constructor(dimensions: number) {
    this.#width = Math.ceil(dimensions / 32) * 32;
    this.#blockBytes = blockRows * (this.#width + 12);
    this.#source = 0;
    this.#query = this.#source + this.#width * 4;
    this.#tally = this.#query + this.#width * 2;
    this.#found = this.#tally + parts * 4;
    this.#firstBlock = this.#found + blockRows * 4;
    this.#integers = new Int32Array(this.#memory.buffer);
    this.#floats = new Float32Array(this.#memory.buffer);
    this.#kernel = instantiateKernel(cosineScanKernel, this.#memory);
    this.#kernel.place(this.#width, blockRows, this.#query, this.#tally);
  }

  get size(): number {
    return this.#size;
  }

  /** How many blocks have rows. */
  get blocks(): number {
    return Math.ceil(this.#size / blockRows);
  }

  get blockBytes(): number {
    return this.#blockBytes;
  }

  /** Makes room for so many rows in all. Throws `RangeError` where there is none. */
  reserve(rows: number): void {
    const needed = Math.ceil(this.#blockAddress(Math.ceil(rows / blockRows)) / pageBytes);
    const held = this.#memory.buffer.byteLength / pageBytes;
    if (needed <= held) return;
    // By a quarter: each time V8 counts all of the memory anew and soon looks for garbage. Untouched pages cost nothing.
    const roomy = Math.min(maxPages, Math.ceil(held * 1.25));
    this.#memory.grow(Math.max(needed, roomy) - held);
    this.#integers = new Int32Array(this.#memory.buffer);
    this.#floats = new Float32Array(this.#memory.buffer);
  }

  /** Not finite where a value is not. */
  lengthOf(vector: Float32Array): number {
    this.#floats.set(vector, this.#source >> 2);
    return this.#kernel.lengthOf(this.#source);
  }

  /** Makes a vector of this length row `row`; the row at `size` is a new one, for which there is room. */
  set(row: number, vector: Float32Array, length: number): void {
    this.#floats.set(vector, this.#source >> 2);
    this.#kernel.quantise(this.#source, length, this.#blockOf(row), row % blockRows);
    this.#size = Math.max(this.#size, row + 1);
  }

  /** Lets the last row take the place of `row`. */
  remove(row: number): void {
    this.#size -= 1;
    const last = this.#size;
    const [from, to] = [this.#blockOf(last), this.#blockOf(row)];
    this.#kernel.copyRow(from, last % blockRows, to, row % blockRows);
  }

  /** Takes a query, of unit length, for the scans to come; forgets what was tallied. */
  aim(query: Float64Array): void {
    let largest = 0;
    for (const value of query) largest = Math.max(largest, Math.abs(value));
    // So large that the sum of a row's products still fits into 32 bits.
    const most = Math.min(32_767, Math.floor((2 ** 31 - 1) / (127 * this.#width)));
    this.#step = largest / most;
    const integers = new Int16Array(this.#memory.buffer, this.#query, this.#width);
    let squares = 0;
    for (let at = 0; at < query.length; at += 1) {
      const value = floatAt(query, at);
      const whole = Math.round(value / this.#step);
      integers[at] = whole;
      squares += (value - whole * this.#step) ** 2;
    }
    // A row's integers stand for a vector of at most twice the row's length.
    this.#allowance = 2 * Math.sqrt(squares) + slack;
    this.#integers.fill(0, this.#tally >> 2, (this.#tally >> 2) + parts);
  }

  /** Finds the bounds of a block's rows, and tallies them. */
  scan(block: number): void {
    const address = this.#blockAddress(block);
    this.#kernel.scan(address, this.#rowsOf(block), this.#step, this.#allowance);
  }

  /** No less than the cosine of the row with the query of the last scan. */
  bound(row: number): number {
    const bounds = this.#blockOf(row) + blockRows * (this.#width + 8);
    return singleAt(this.#floats, bounds / 4 + (row % blockRows));
  }

  /** The rows of a block whose bound is at least `low` and below `high`: places in the block, good until the next call. */
  collect(block: number, low: number, high: number): Int32Array {
    const [address, into] = [this.#blockAddress(block), this.#found >> 2];
    const count = this.#kernel.collect(address, this.#rowsOf(block), low, high, this.#found);
    return this.#integers.subarray(into, into + count);
  }

  /** A bound that about `count` of the scanned rows reach, rather more than fewer. */
  boundOf(count: number): number {
    const tally = this.#tally >> 2;
    let part = parts;
    for (let reached = 0; part > 0 && reached < count; ) {
      part -= 1;
      reached += integerAt(this.#integers, tally + part);
    }
    return (2 * part) / parts - 1;
  }

  #blockAddress(block: number): number {
    return this.#firstBlock + block * this.#blockBytes;
  }

  #blockOf(row: number): number {
    return this.#blockAddress(Math.floor(row / blockRows));
  }

  #rowsOf(block: number): number {
    return Math.min(blockRows, this.#size - block * blockRows);
  }
}
