import { floatAt, integerAt } from '../../../numeric/read.js';
import { SparseScores } from '../../../numeric/sparse-scores.js';
import type { PartShare } from './blend-settings.js';

/** How a part's scores are read: as evidence, where half is half as much, or on a logarithmic scale. */
type Scale = 'evidence' | 'logarithmic';

interface Contribution {
  readonly scores: SparseScores;
  readonly scale: Scale;
  readonly share: PartShare;
  /** Number of the part. */
  readonly part: number;
  /** Items that count. */
  has(item: number): boolean;
}

/**
 * A sum over parts of weight × (score ÷ best)^sharpness, or weight × exp(sharpness × (score − best)) on a logarithmic
 * scale: what a part says is measured against the best it has to offer.
 */
export class MixedScores {
  readonly sum = new SparseScores();

  begin(items: number): void {
    this.sum.begin(items);
  }

  add({ scores, scale, share, part, has }: Contribution): void {
    const { keys, totals, size } = scores;
    const best = bestOf(scores, has);
    if (best === Number.NEGATIVE_INFINITY || (scale === 'evidence' && best <= 0)) return;
    const { weight, sharpness } = share;
    for (let index = 0; index < size; index += 1) {
      const item = integerAt(keys, index);
      if (!has(item)) continue;
      const score = floatAt(totals, item);
      const relative =
        scale === 'evidence'
          ? relativeEvidence(score / best, sharpness)
          : Math.exp(sharpness * (score - best));
      this.sum.add(item, weight * relative, part);
    }
  }
}

function relativeEvidence(ratio: number, sharpness: number): number {
  return sharpness === 1 ? ratio : ratio ** sharpness;
}

function bestOf(scores: SparseScores, has: (item: number) => boolean): number {
  const { keys, totals, size } = scores;
  let best = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < size; index += 1) {
    const item = integerAt(keys, index);
    const score = floatAt(totals, item);
    if (score > best && has(item)) best = score;
  }
  return best;
}
