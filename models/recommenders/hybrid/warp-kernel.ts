/** The exports of `models/numeric/assembly/warp.ts`, which says more of each. Addresses are byte offsets. */
export interface WarpKernel {
  begin(dimension: number, room: number, seed: number): void;
  placeSides(ofShoppers: number, ofItems: number): void;
  placeBiases(values: number, squares: number): void;
  placeSketches(ofShoppers: number, ofItems: number, biases: number): void;
  placePositives(byWhom: number, ofWhat: number, weights: number, count: number): void;
  placeDrawable(values: number, count: number): void;
  placeKnownBits(bits: number, wordsPerShopper: number): void;
  placeKnownRows(starts: number, values: number): void;
  sketchAll(shopperCount: number, itemCount: number): void;
  beginEpoch(): void;
  shuffle(last: number, first: number): void;
  learnWarp(from: number, to: number, rate: number, forces: number, draws: number): void;
  learnBpr(from: number, to: number, rate: number, forces: number, draws: number): void;
  lossSoFar(): number;
  pairsSoFar(): number;
}

/** Vectors that the kernel's `begin` wants room for. */
export const roomVectors = 4;

/** Entries of the longer of the two tables. */
export const forceEntries = 513;

/** By the number of draws: the logarithm of the rank that they let expect, at most 10. */
export function warpForces(drawable: number, draws: number): Float32Array {
  return Float32Array.from({ length: draws + 1 }, (_, drawn) => {
    const rank = Math.max(1, Math.floor((drawable - 1) / Math.max(1, drawn)));
    return Math.min(10, Math.log(rank));
  });
}

/** How surprising it is that the negative leads by −8 … 8, in steps of 1/32. */
export function bprForces(): Float32Array {
  const middle = (forceEntries - 1) / 2;
  return Float32Array.from({ length: forceEntries }, (_, at) => {
    return 1 / (1 + Math.exp((at - middle) / 32));
  });
}
