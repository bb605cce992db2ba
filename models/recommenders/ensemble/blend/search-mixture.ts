import type { PartName } from '../parts/part-name.js';
import { partNames } from '../parts/part-name.js';
import type { Mixture, PartShare } from './blend-settings.js';
import { addColumn, type CaseTable, gainOf, naturalSharpness } from './case-table.js';

export interface FoundMixture {
  readonly mixture: Mixture;
  /** Mean NDCG over the cases, of the mixture and of the best single part. */
  readonly gain: number;
  readonly bestSingleGain: number;
  readonly bestSingle: PartName;
}

const rounds = 3;
/** What a change must gain at least: smaller ones are chance. */
const leastGain = 1e-4;
const firstWeights = [0.03, 0.1, 0.3, 1, 3];
const weightFactors = [0.25, 0.5, 0.7, 1.4, 2, 4];
const sharpnessFactors = [0.25, 0.5, 0.7, 1.4, 2, 4];

/**
 * Weights and sharpness of the parts that rank the targets best: coordinate search, from the best single part and from
 * the given mixtures, each part in turn, until a round gains nothing. Never worse on these cases than any start.
 */
export async function searchMixture(
  tables: readonly CaseTable[],
  starts: readonly Mixture[],
  pause: (done: number) => Promise<void>,
): Promise<FoundMixture> {
  const names = partNames.filter((name) => tables.some(({ columns }) => columns.has(name)));
  const search = new MixtureSearch(tables, names);
  const singles = names.map((name) => search.trial(new Map([[name, search.natural(name)]])));
  const single = best(singles);
  const given = starts.map((start) => search.trial(known(start, names)));
  let found = best([single, ...given]);
  for (let round = 0; round < rounds; round += 1) {
    const before = found.gain;
    for (const [at, name] of names.entries()) {
      found = search.improve(found, name);
      await pause((round + (at + 1) / names.length) / rounds);
    }
    if (found.gain < before + leastGain) break;
  }
  const [bestSingle = names[0] ?? 'popular'] = single.mixture.keys();
  return { ...found, mixture: unitWeights(found.mixture), bestSingle, bestSingleGain: single.gain };
}

interface Trial {
  readonly mixture: Mixture;
  readonly gain: number;
}

/** The first of the best. */
function best(trials: readonly Trial[]): Trial {
  const none: Trial = { mixture: new Map(), gain: -1 };
  return trials.reduce((winner, trial) => (trial.gain > winner.gain ? trial : winner), none);
}

function known(mixture: Mixture, names: readonly PartName[]): Mixture {
  return new Map([...mixture].filter(([name]) => names.includes(name)));
}

/** The same mixture with weights that add up to 1. */
function unitWeights(mixture: Mixture): Mixture {
  const sum = [...mixture.values()].reduce((all, { weight }) => all + weight, 0);
  return new Map(
    [...mixture].map(([name, { weight, sharpness }]) => [
      name,
      { weight: weight / sum, sharpness },
    ]),
  );
}

class MixtureSearch {
  readonly #tables: readonly CaseTable[];
  readonly #natural: ReadonlyMap<PartName, number>;
  readonly #scores: Float64Array;

  constructor(tables: readonly CaseTable[], names: readonly PartName[]) {
    this.#tables = tables;
    this.#natural = new Map(names.map((name) => [name, naturalSharpness(tables, name)]));
    this.#scores = new Float64Array(Math.max(0, ...tables.map(({ size }) => size)));
  }

  natural(name: PartName): PartShare {
    return { weight: 1, sharpness: this.#natural.get(name) ?? 1 };
  }

  trial(mixture: Mixture): Trial {
    return { mixture, gain: this.#mean((table) => this.#fill(table, mixture)) };
  }

  /** The best that changing one part makes of a mixture. */
  improve(from: Trial, name: PartName): Trial {
    const others = new Map([...from.mixture].filter(([other]) => other !== name));
    const rests = this.#tables.map((table) => {
      this.#fill(table, others);
      return this.#scores.slice(0, table.size);
    });
    const trialOf = (share: PartShare): Trial => ({
      mixture: new Map([...others, [name, share]]),
      gain: this.#mean((table, at) => {
        this.#scores.set(rests[at] ?? []);
        const column = table.columns.get(name);
        if (column) addColumn(column, share, this.#scores);
      }),
    });
    const without = others.size > 0 ? [this.trial(others)] : [];
    let found = best([from, ...without]);
    const weighed = this.#weightsToTry(from.mixture, name).map(trialOf);
    const winner = best(weighed);
    if (winner.gain > found.gain + leastGain) found = winner;
    const share = found.mixture.get(name);
    if (share === undefined) return found;
    const sharpened = sharpnessFactors.map((factor) =>
      trialOf({ ...share, sharpness: share.sharpness * factor }),
    );
    const sharpest = best(sharpened);
    return sharpest.gain > found.gain + leastGain ? sharpest : found;
  }

  #weightsToTry(mixture: Mixture, name: PartName): readonly PartShare[] {
    const share = mixture.get(name);
    if (share) return weightFactors.map((by) => ({ ...share, weight: share.weight * by }));
    const weights = [...mixture.values()].map(({ weight }) => weight);
    const largest = Math.max(...weights);
    const { sharpness } = this.natural(name);
    return firstWeights.map((weight) => ({ weight: weight * largest, sharpness }));
  }

  #fill({ size, columns }: CaseTable, mixture: Mixture): void {
    this.#scores.fill(0, 0, size);
    for (const [name, share] of mixture) {
      const column = columns.get(name);
      if (column) addColumn(column, share, this.#scores);
    }
  }

  #mean(fill: (table: CaseTable, at: number) => void): number {
    let sum = 0;
    for (const [at, table] of this.#tables.entries()) {
      fill(table, at);
      sum += gainOf(table, this.#scores);
    }
    return this.#tables.length === 0 ? 0 : sum / this.#tables.length;
  }
}
