import { visitBestFirst } from '../../numeric/best-first.js';
import { float64Column, int32Column } from '../../numeric/column.js';
import type { SparseScores } from '../../numeric/sparse-scores.js';
import type { InteractionLog } from '../log/interaction-log.js';
import type { KindTable } from '../log/kind-table.js';
import { none } from '../log/time-lists.js';
import type { Interest, Profile } from '../profile.js';

export interface SessionKnnSettings {
  /** Events of each item of the history, the newest, whose sequences are compared. */
  readonly sampled: number;
  /** Sequences that vote. */
  readonly neighbours: number;
  /** Steps of a voting sequence that are read, the newest. */
  readonly steps: number;
}

/** Chosen on RSC15 clicks 1/64. */
const settings: SessionKnnSettings = { sampled: 5_000, neighbours: 500, steps: 60 };

/**
 * V-SKNN (Ludewig and Jannach, "Evaluation of session-based recommendation algorithms", 2018) with inverse document
 * frequency: the sequences most like this one vote for what they hold; late steps of the visit count more.
 */
export class SessionKnn {
  readonly #log: InteractionLog;
  readonly #kinds: KindTable;
  readonly #settings: SessionKnnSettings;
  readonly #likeness = float64Column();
  readonly #stamp = int32Column();
  readonly #lastMatch = int32Column();
  readonly #found = int32Column();
  #round = 0;
  #size = 0;

  constructor(log: InteractionLog, kinds: KindTable, overrides: Partial<SessionKnnSettings> = {}) {
    this.#log = log;
    this.#kinds = kinds;
    this.#settings = { ...settings, ...overrides };
  }

  /** Adds the votes of the nearest sequences; the giver is the index in `interests` of the latest item they share. */
  score(profile: Profile, scores: SparseScores): void {
    this.#visitNeighbours(profile, (sequence, weight, giver) => {
      let row = this.#log.bySequence.newest(sequence);
      for (let step = 0; row !== none && step < this.#settings.steps; step += 1) {
        const item = this.#log.itemOf(row);
        const interest = this.#kinds.interest[this.#log.typeOf(row)] ?? 0;
        scores.add(item, weight * interest * this.#rarity(item), giver);
        row = this.#log.bySequence.older(row);
      }
    });
  }

  /** The same, each vote counted on the board of its objective. */
  scoreObjectives(profile: Profile, boards: readonly SparseScores[]): void {
    this.#visitNeighbours(profile, (sequence, weight, giver) => {
      let row = this.#log.bySequence.newest(sequence);
      for (let step = 0; row !== none && step < this.#settings.steps; step += 1) {
        const item = this.#log.itemOf(row);
        const board = boards[this.#kinds.objective[this.#log.typeOf(row)] ?? none];
        board?.add(item, weight * this.#rarity(item), giver);
        row = this.#log.bySequence.older(row);
      }
    });
  }

  #visitNeighbours(
    profile: Profile,
    visit: (sequence: number, weight: number, giver: number) => void,
  ): void {
    this.#compare(profile);
    const likeness = this.#likeness.values;
    const isBefore = (a: number, b: number): boolean => {
      const difference = (likeness[a] ?? 0) - (likeness[b] ?? 0);
      return difference === 0 ? a > b : difference > 0;
    };
    let left = this.#settings.neighbours;
    visitBestFirst(this.#found.values, this.#size, isBefore, (sequence) => {
      const giver = this.#lastMatch.values[sequence] ?? 0;
      const position = profile.interests[giver]?.position ?? 0;
      visit(sequence, (likeness[sequence] ?? 0) * (position / profile.length), giver);
      left -= 1;
      return left > 0;
    });
  }

  #compare(profile: Profile): void {
    const sequences = this.#log.sequenceLimit;
    for (const column of [this.#likeness, this.#stamp, this.#lastMatch, this.#found]) {
      column.reserve(sequences);
    }
    this.#round += 1;
    this.#size = 0;
    for (const [index, interest] of profile.interests.entries()) {
      this.#match(interest, index, profile.length);
    }
  }

  #match({ item, position }: Interest, index: number, length: number): void {
    const weight = (position / length) * this.#rarity(item);
    const likeness = this.#likeness.values;
    const lists = this.#log.byItem;
    let previous = none;
    let row = lists.newest(item);
    for (let seen = 0; row !== none && seen < this.#settings.sampled; seen += 1) {
      const sequence = this.#log.sequenceOf(row);
      row = lists.older(row);
      if (sequence === previous) continue;
      previous = sequence;
      if (this.#stamp.values[sequence] !== this.#round) this.#meet(sequence, index);
      likeness[sequence] = (likeness[sequence] ?? 0) + weight;
    }
  }

  #meet(sequence: number, index: number): void {
    this.#stamp.values[sequence] = this.#round;
    this.#likeness.values[sequence] = 0;
    this.#lastMatch.values[sequence] = index;
    this.#found.values[this.#size] = sequence;
    this.#size += 1;
  }

  /** How much an item tells: little where it is in every sequence. */
  #rarity(item: number): number {
    return Math.log((this.#log.sequences + 1) / (this.#log.byItem.count(item) + 1));
  }
}
