import { seededRandom } from '../../../shared/domain/random.js';
import { warpKernel } from '../../numeric/generated/warp.js';
import { KernelMemory, kernelBytes } from '../../numeric/kernel-memory.js';
import { integerAt } from '../../numeric/read.js';
import type { FeatureRows } from './feature-rows.js';
import type { HybridOptions } from './hybrid-options.js';
import { countEach, type Positives } from './positives.js';

/** What is to be learnt: the features of both sides, and who chose what. */
export interface Problem {
  readonly shoppers: FeatureRows;
  readonly items: FeatureRows;
  readonly positives: Positives;
}

/** The exports of `assembly/warp.ts`. Addresses are byte offsets. */
export interface WarpKernel {
  begin(dimension: number, scratchRoom: number, seed: number): void;
  placeSides(ofShoppers: number, ofItems: number): void;
  placeBiases(values: number, squares: number): void;
  placeRows(rows: number, rowBiases: number): void;
  placePositives(byWhom: number, ofWhat: number, weights: number, count: number): void;
  placeDrawable(values: number, count: number): void;
  placeKnownBits(bits: number, wordsPerShopper: number): void;
  placeKnownRows(starts: number, values: number): void;
  shuffle(): void;
  refresh(from: number, to: number): void;
  learnWarp(from: number, to: number, rate: number, forces: number, draws: number): void;
  learnBpr(from: number, to: number, rate: number, forces: number, draws: number): void;
  lossSoFar(): number;
  pairsSoFar(): number;
}

export interface Workspace {
  readonly kernel: WarpKernel;
  /** Address of the kernel's table of forces. */
  readonly forces: number;
  /** shopper features × dimension, row-major. */
  readonly shopperVectors: Float32Array;
  /** items × dimension, row-major: each item as the sum of its features; true after `kernel.refresh`. */
  readonly itemRows: Float32Array;
  readonly itemBiases: Float32Array;
}

/** Up to this size a bit for each shopper and item tells fastest what was chosen; beyond it rows are searched. */
const knownBitsLimit = 32 * 2 ** 20;
const forceTable = 513;

function wordsPerShopper(problem: Problem): number {
  return (problem.items.rows.starts.length + 30) >>> 5;
}

function knownWords(problem: Problem): number {
  const words = wordsPerShopper(problem) * (problem.positives.starts.length - 1);
  return words * 4 <= knownBitsLimit ? words : 0;
}

/** What a fit takes in the kernel's memory: 16 bytes a positive, and 8 × dimension a feature. */
export function workspaceBytes(problem: Problem, dimension: number): number {
  const { shoppers, items, positives } = problem;
  const [itemCount, count] = [items.rows.starts.length - 1, positives.items.length];
  const sides = [shoppers, items].flatMap(({ rows, size }) => [
    ...[rows.starts.length, rows.columns.length, rows.values.length],
    ...[size * dimension, size * dimension, 5],
  ]);
  const known = knownWords(problem);
  return kernelBytes([
    ...sides,
    ...[items.size, items.size, itemCount * dimension, itemCount],
    ...[count, count, count, itemCount, 2 * dimension, forceTable],
    ...(known > 0 ? [known] : [positives.starts.length, count]),
  ]);
}

/** Lays the problem out in memory of its own, vectors small and random by the seed. */
export function createWorkspace(problem: Problem, options: HybridOptions, seed: number): Workspace {
  const { dimension } = options;
  const memory = new KernelMemory(workspaceBytes(problem, dimension));
  const kernel = memory.instantiate<WarpKernel>(warpKernel);
  kernel.begin(dimension, memory.floats(2 * dimension).byteOffset, seed ^ 0x5bd1e995);
  const random = seededRandom(seed);
  const shoppers = placeSide(memory, problem.shoppers, dimension);
  const items = placeSide(memory, problem.items, dimension);
  for (const vectors of [shoppers.vectors, items.vectors]) scatter(vectors, dimension, random);
  kernel.placeSides(shoppers.address, items.address);
  kernel.placeBiases(
    memory.floats(problem.items.size).byteOffset,
    ones(memory, problem.items.size),
  );
  const itemCount = problem.items.rows.starts.length - 1;
  const itemRows = memory.floats(itemCount * dimension);
  const itemBiases = memory.floats(itemCount);
  kernel.placeRows(itemRows.byteOffset, itemBiases.byteOffset);
  placePositives(memory, kernel, problem);
  const drawable = put(memory, drawableItems(problem));
  kernel.placeDrawable(drawable.byteOffset, drawable.length);
  kernel.refresh(0, itemCount);
  const forces = memory.floats(forceTable);
  forces.set(options.loss === 'warp' ? warpForces(drawable.length, options.draws) : bprForces());
  return {
    kernel,
    forces: forces.byteOffset,
    shopperVectors: shoppers.vectors,
    itemRows,
    itemBiases,
  };
}

function put(memory: KernelMemory, values: Int32Array): Int32Array {
  const placed = memory.integers(values.length);
  placed.set(values);
  return placed;
}

/** Adagrad's sums of squares start at 1, as LightFM's do: the first steps are no longer than the rate. */
function ones(memory: KernelMemory, length: number): number {
  return memory.floats(length).fill(1).byteOffset;
}

function placeSide(memory: KernelMemory, { rows, size }: FeatureRows, dimension: number) {
  const values = memory.floats(rows.values.length);
  values.set(rows.values);
  const vectors = memory.floats(size * dimension);
  const addresses = put(
    memory,
    Int32Array.of(
      put(memory, rows.starts).byteOffset,
      put(memory, rows.columns).byteOffset,
      values.byteOffset,
      vectors.byteOffset,
      ones(memory, size * dimension),
    ),
  );
  return { vectors, address: addresses.byteOffset };
}

function scatter(vectors: Float32Array, dimension: number, random: () => number): void {
  for (let at = 0; at < vectors.length; at += 1) vectors[at] = (random() - 0.5) / dimension;
}

function placePositives(memory: KernelMemory, kernel: WarpKernel, problem: Problem): void {
  const { starts, shoppers, items, weights } = problem.positives;
  const placedWeights = memory.floats(weights.length);
  placedWeights.set(weights);
  kernel.placePositives(
    put(memory, shoppers).byteOffset,
    put(memory, items).byteOffset,
    placedWeights.byteOffset,
    items.length,
  );
  if (knownWords(problem) === 0) {
    kernel.placeKnownRows(put(memory, starts).byteOffset, put(memory, items).byteOffset);
    return;
  }
  const bits = memory.integers(knownWords(problem));
  const words = wordsPerShopper(problem);
  for (let at = 0; at < items.length; at += 1) {
    const [shopper, item] = [integerAt(shoppers, at), integerAt(items, at)];
    const word = shopper * words + (item >>> 5);
    bits[word] = integerAt(bits, word) | (1 << (item & 31));
  }
  kernel.placeKnownBits(bits.byteOffset, words);
}

/**
 * Negatives are items that somebody chose: one that nobody has met yet is no worse for it. With one shopper there is
 * nothing else to compare with, so all items are drawn.
 */
function drawableItems({ items, positives }: Problem): Int32Array {
  const itemCount = items.rows.starts.length - 1;
  const activity = countEach(positives.items, itemCount);
  const isLone = new Set(positives.shoppers).size < 2;
  const described = (item: number) =>
    integerAt(items.rows.starts, item + 1) > integerAt(items.rows.starts, item);
  return Int32Array.from(activity.keys()).filter(
    (item) => described(item) && (isLone || integerAt(activity, item) > 0),
  );
}

/** By the number of draws: the logarithm of the rank that they let expect, at most 10. */
function warpForces(drawable: number, draws: number): Float32Array {
  const forces = new Float32Array(draws + 1);
  for (let drawn = 1; drawn <= draws; drawn += 1) {
    const rank = Math.max(1, Math.floor((drawable - 1) / drawn));
    forces[drawn] = Math.min(10, Math.log(rank));
  }
  return forces;
}

function bprForces(): Float32Array {
  return Float32Array.from({ length: forceTable }, (_, at) => 1 / (1 + Math.exp((at - 256) / 32)));
}
