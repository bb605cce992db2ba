import { floatAt } from '../../numeric/read.js';

const levels = 256;

/**
 * Where to cut values between 0 and `limit` so that both halves are as much of one kind as can be (Otsu, "A threshold
 * selection method from gray-level histograms", 1979).
 */
export function bestThreshold(values: Float32Array, limit: number): number {
  const counts = new Float64Array(levels);
  for (const value of values) {
    const level = Math.min(levels - 1, Math.floor((value / limit) * (levels - 1)));
    counts[level] = floatAt(counts, level) + 1;
  }
  return ((cutOf(counts) + 1) / (levels - 1)) * limit;
}

/** The last level of the lower half. */
function cutOf(counts: Float64Array): number {
  let [total, sum] = [0, 0];
  counts.forEach((count, level) => {
    total += count;
    sum += count * level;
  });
  let [below, sumBelow, cut, most] = [0, 0, 0, 0];
  for (let level = 0; level < levels; level += 1) {
    below += floatAt(counts, level);
    sumBelow += floatAt(counts, level) * level;
    const above = total - below;
    if (below === 0 || above === 0) continue;
    const apart = below * above * (sumBelow / below - (sum - sumBelow) / above) ** 2;
    if (apart > most) [most, cut] = [apart, level];
  }
  return cut;
}
