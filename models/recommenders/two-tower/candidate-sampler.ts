import type { Random } from '../../../shared/domain/random.js';
import { floatAt, integerAt } from '../../numeric/read.js';

export interface SamplerOptions {
  /** Most candidates of a step. */
  readonly candidates: number;
  readonly batchSize: number;
  /** Items are drawn by their frequency to this power. */
  readonly drawPower: number;
}

/**
 * Draws the items that the targets of a step compete with, and corrects for how likely each was to be among them: by
 * chance or as another's target (logQ correction; Bengio and Senécal 2003, Yi et al. 2019).
 */
export class CandidateSampler {
  /** Candidates of every step. */
  readonly size: number;
  readonly #items: Int32Array;
  readonly #cumulative: Float64Array;
  readonly #drawShare: Float64Array;
  readonly #targetShare: Float64Array;
  readonly #options: SamplerOptions;

  /** `frequencies`: how often each item was chosen; those that never were do not compete. */
  constructor(frequencies: Int32Array, options: SamplerOptions) {
    this.#options = options;
    this.#items = Int32Array.from(frequencies.keys()).filter(
      (item) => (frequencies[item] ?? 0) > 0,
    );
    const { length } = this.#items;
    // With half of the items drawn it takes about as long to take them all, and needs no correction.
    this.size = options.candidates * 2 >= length ? length : options.candidates;
    this.#targetShare = new Float64Array(frequencies.length);
    this.#drawShare = new Float64Array(frequencies.length);
    this.#cumulative = this.#weigh(frequencies);
  }

  get takesAll(): boolean {
    return this.size === this.#items.length;
  }

  /** Offers items until there are `size` of them; `add` answers how many there are. */
  fill(random: Random, add: (item: number) => number): void {
    let count = 0;
    if (!this.takesAll) {
      const total = floatAt(this.#cumulative, this.#items.length - 1);
      for (let draw = 0; draw < 8 * this.size && count < this.size; draw += 1) {
        count = add(this.#find(random() * total));
      }
    }
    for (let at = 0; at < this.#items.length && count < this.size; at += 1) {
      count = add(integerAt(this.#items, at));
    }
  }

  /** What the logit of an item gains, where `drawn` candidates of the step were drawn: −log of its chance. */
  correction(item: number, drawn: number): number {
    if (this.takesAll) return 0;
    const { batchSize } = this.#options;
    const expected =
      drawn * floatAt(this.#drawShare, item) + batchSize * floatAt(this.#targetShare, item);
    return -Math.log(-Math.expm1(-expected));
  }

  #weigh(frequencies: Int32Array): Float64Array {
    const total = frequencies.reduce((sum, frequency) => sum + frequency, 0);
    const cumulative = new Float64Array(this.#items.length);
    let sum = 0;
    this.#items.forEach((item, at) => {
      const frequency = integerAt(frequencies, item);
      const weight = frequency ** this.#options.drawPower;
      sum += weight;
      cumulative[at] = sum;
      this.#targetShare[item] = frequency / total;
      this.#drawShare[item] = weight;
    });
    for (const item of this.#items) {
      this.#drawShare[item] = floatAt(this.#drawShare, item) / sum;
    }
    return cumulative;
  }

  #find(weight: number): number {
    let [low, high] = [0, this.#items.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (floatAt(this.#cumulative, middle) <= weight) low = middle + 1;
      else high = middle;
    }
    return integerAt(this.#items, low);
  }
}
