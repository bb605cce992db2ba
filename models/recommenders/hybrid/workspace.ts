import { seededRandom } from '../../../shared/domain/random.js';
import { warpKernel } from '../../numeric/generated/warp.js';
import { KernelMemory, kernelBytes } from '../../numeric/kernel-memory.js';
import { integerAt } from '../../numeric/read.js';
import type { FeatureRows } from './feature-rows.js';
import type { HybridOptions } from './hybrid-options.js';
import type { Positives } from './positives.js';
import {
  bprForces,
  forceEntries,
  roomVectors,
  type WarpKernel,
  warpForces,
} from './warp-kernel.js';

/** What is to be learnt: the features of both sides, who chose what, and what else they might have chosen. */
export interface Problem {
  readonly shoppers: FeatureRows;
  readonly items: FeatureRows;
  /** Of shoppers and items that have features. */
  readonly positives: Positives;
  /** Items that negatives are drawn from. */
  readonly drawable: Int32Array;
}

export interface Workspace {
  readonly kernel: WarpKernel;
  /** Address of the kernel's table of forces. */
  readonly forces: number;
  /** features × dimension, row-major. */
  readonly shopperVectors: Float32Array;
  readonly itemVectors: Float32Array;
  /** Of the items' features. */
  readonly itemBiases: Float32Array;
}

/** Up to this size a bit for each shopper and item tells fastest what was chosen; beyond it rows are searched. */
const knownBitsLimit = 32 * 2 ** 20;

export function rowCount({ rows }: FeatureRows): number {
  return rows.starts.length - 1;
}

/** Words of 32 bits for what shoppers chose; 0 where that would be too many. */
function knownWords({ shoppers, items }: Problem): number {
  const words = rowCount(shoppers) * Math.ceil(rowCount(items) / 32);
  return words * 4 <= knownBitsLimit ? words : 0;
}

/**
 * What a fit takes in the kernel's memory, most of it for features (4 × dimension bytes each) and items (2 × dimension
 * each); a million positives take 12 MB, and as many again outside it, and 4 MB more where a bit for each shopper and item would take over 32 MB.
 */
function workspaceBytes(problem: Problem, dimension: number): number {
  const { shoppers, items, positives, drawable } = problem;
  const count = positives.items.length;
  const sides = [shoppers, items].flatMap(({ rows, size }) => [
    ...[rows.starts.length, rows.columns.length, rows.values.length, 5],
    ...[size * dimension, size],
  ]);
  const known = knownWords(problem);
  return kernelBytes([
    ...sides,
    ...[items.size, items.size, rowCount(items)],
    ...[(rowCount(items) * dimension) / 2, (rowCount(shoppers) * dimension) / 2],
    ...[count, count, count, drawable.length, roomVectors * dimension, forceEntries],
    ...(known > 0 ? [known] : [positives.starts.length, count]),
  ]);
}

/** Lays the problem out in memory of its own, vectors small and random by the seed. */
export function createWorkspace(problem: Problem, options: HybridOptions, seed: number): Workspace {
  const { dimension } = options;
  const memory = new KernelMemory(workspaceBytes(problem, dimension));
  const kernel = memory.instantiate<WarpKernel>(warpKernel);
  kernel.begin(dimension, memory.floats(roomVectors * dimension).byteOffset, seed);
  const shoppers = placeSide(memory, problem.shoppers, dimension);
  const items = placeSide(memory, problem.items, dimension);
  scatter([shoppers.vectors, items.vectors], dimension, seed);
  kernel.placeSides(shoppers.address, items.address);
  const itemBiases = memory.floats(problem.items.size);
  kernel.placeBiases(itemBiases.byteOffset, ones(memory, problem.items.size));
  const [shopperCount, itemCount] = [rowCount(problem.shoppers), rowCount(problem.items)];
  kernel.placeSketches(
    memory.floats((shopperCount * dimension) / 2).byteOffset,
    memory.floats((itemCount * dimension) / 2).byteOffset,
    memory.floats(itemCount).byteOffset,
  );
  placePositives(memory, kernel, problem);
  const { drawable } = problem;
  kernel.placeDrawable(put(memory, drawable), drawable.length);
  kernel.sketchAll(shopperCount, itemCount);
  const forces = memory.floats(forceEntries);
  forces.set(options.loss === 'warp' ? warpForces(drawable.length, options.draws) : bprForces());
  return {
    ...{ kernel, forces: forces.byteOffset, itemBiases },
    ...{ shopperVectors: shoppers.vectors, itemVectors: items.vectors },
  };
}

/** Where the values lie now. */
function put(memory: KernelMemory, values: Int32Array): number {
  const placed = memory.integers(values.length);
  placed.set(values);
  return placed.byteOffset;
}

function putFloats(memory: KernelMemory, values: Float32Array): number {
  const placed = memory.floats(values.length);
  placed.set(values);
  return placed.byteOffset;
}

/** Adagrad's sums of squares start at 1, as LightFM's do: no step is longer than the rate allows. */
function ones(memory: KernelMemory, length: number): number {
  return memory.floats(length).fill(1).byteOffset;
}

function placeSide(memory: KernelMemory, { rows, size }: FeatureRows, dimension: number) {
  const vectors = memory.floats(size * dimension);
  const addresses = Int32Array.of(
    put(memory, rows.starts),
    put(memory, rows.columns),
    putFloats(memory, rows.values),
    vectors.byteOffset,
    ones(memory, size),
  );
  return { vectors, address: put(memory, addresses) };
}

function scatter(matrices: readonly Float32Array[], dimension: number, seed: number): void {
  const random = seededRandom(seed);
  for (const vectors of matrices) {
    for (let at = 0; at < vectors.length; at += 1) vectors[at] = (random() - 0.5) / dimension;
  }
}

function placePositives(memory: KernelMemory, kernel: WarpKernel, problem: Problem): void {
  const { starts, shoppers, items, weights } = problem.positives;
  const [byWhom, ofWhat] = [put(memory, shoppers), put(memory, items)];
  kernel.placePositives(byWhom, ofWhat, putFloats(memory, weights), items.length);
  const known = knownWords(problem);
  if (known === 0) {
    kernel.placeKnownRows(put(memory, starts), put(memory, items));
    return;
  }
  const bits = memory.integers(known);
  const words = known / rowCount(problem.shoppers);
  for (let at = 0; at < items.length; at += 1) {
    const item = integerAt(items, at);
    const word = integerAt(shoppers, at) * words + (item >>> 5);
    bits[word] = integerAt(bits, word) | (1 << (item & 31));
  }
  kernel.placeKnownBits(bits.byteOffset, words);
}
