import type { Estimate } from '../../shared/domain/model-version.js';
import { seededRandom } from '../../shared/domain/random.js';

const resamples = 1000;

/** The mean of the values and the 95 % percentile interval of the means of resamples (Efron 1979); NaN of none. */
export function bootstrapMean(values: Float64Array, seed: number): Estimate {
  const random = seededRandom(seed);
  const means = Float64Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let draw = 0; draw < values.length; draw++) {
      sum += values[Math.floor(random() * values.length)] ?? 0;
    }
    return sum / values.length;
  }).sort();
  const at = (share: number) => means[Math.floor(share * (resamples - 1))] ?? Number.NaN;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, low: at(0.025), high: at(0.975) };
}
