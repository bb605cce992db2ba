import { objectives } from '../../../shared/domain/event.js';
import { float64Column, int32Column } from '../../numeric/column.js';
import { floatAt, integerAt } from '../../numeric/read.js';
import { selectBest } from '../../numeric/select-best.js';
import type { SparseScores } from '../../numeric/sparse-scores.js';
import type { InteractionLog } from '../log/interaction-log.js';
import type { KindTable } from '../log/kind-table.js';
import { none } from '../log/time-lists.js';
import type { Interest, Profile } from '../profile.js';

/** Events whose sequences are compared: the newest of each item, and of all items together. */
const sampledPerItem = 1_000;
const sampledInAll = 1_500;
/** Sequences that vote, and how many steps to either side of the shared item are read. */
const voters = 100;
const stepsRead = 10;
/** A vote falls by e every so many steps from the item that is shared … */
const distanceSteps = 3;
/** … and counts less for what came before it. */
const backward = 0.6;
/** A long sequence is like everything: its votes are divided by its length to this power. */
const lengthPower = 0.5;

interface Vote {
  /** The row of the shared item. */
  readonly row: number;
  readonly weight: number;
  /** Index in `interests` of the latest item shared. */
  readonly giver: number;
}

/** What a vote counts on, and for how much, by the objective and the type of the event. */
interface Count {
  readonly boards: readonly SparseScores[];
  readonly worth: Float64Array;
}

/**
 * V-SKNN (Ludewig and Jannach, "Evaluation of session-based recommendation algorithms", 2018) with inverse document
 * frequency, and STAN's weight for steps near the shared item (Garg et al., SIGIR 2019): the sequences most like this
 * one vote for what they hold. The constants were chosen on RSC15 clicks 1/64.
 */
export class SessionKnn {
  readonly #log: InteractionLog;
  readonly #kinds: KindTable;
  readonly #likeness = float64Column();
  readonly #stamp = int32Column();
  readonly #lastMatch = int32Column();
  readonly #found = int32Column();
  readonly #sharedRow = int32Column();
  readonly #nearness = Float64Array.from({ length: stepsRead + 1 }, (_, distance) =>
    Math.exp(-distance / distanceSteps),
  );
  readonly #alike: Float64Array;
  #round = 0;
  #size = 0;

  constructor(log: InteractionLog, kinds: KindTable) {
    this.#log = log;
    this.#kinds = kinds;
    this.#alike = new Float64Array(kinds.interest.length).fill(1);
  }

  /** Fills empty scores with the votes of the nearest sequences; the giver is the index in `interests` of the latest item they share. */
  score(profile: Profile, scores: SparseScores): void {
    const boards = objectives.map(() => scores);
    this.#poll(profile, { boards, worth: this.#kinds.interest });
  }

  /** The same, each vote counted on the board of its objective. */
  scoreObjectives(profile: Profile, boards: readonly SparseScores[]): void {
    this.#poll(profile, { boards, worth: this.#alike });
  }

  #poll(profile: Profile, count: Count): void {
    this.#compare(profile);
    const nearest = selectBest({
      keys: this.#found.values,
      size: this.#size,
      scores: this.#likeness.values,
      count: voters,
      wins: (a, b) => a > b,
      accept: (sequence) => floatAt(this.#likeness.values, sequence) > 0,
    });
    for (const sequence of nearest) this.#vote(this.#voteOf(sequence, profile), count);
    for (const board of new Set(count.boards)) board.scale((item) => this.#rarity(item));
  }

  #voteOf(sequence: number, profile: Profile): Vote {
    const giver = integerAt(this.#lastMatch.values, sequence);
    const lateness = (profile.interests[giver]?.position ?? 0) / profile.length;
    const length = this.#log.bySequence.count(sequence);
    const likeness = floatAt(this.#likeness.values, sequence);
    const weight = likeness * lateness * length ** -lengthPower;
    return { row: integerAt(this.#sharedRow.values, sequence, none), weight, giver };
  }

  #compare(profile: Profile): void {
    for (const column of [
      this.#likeness,
      this.#stamp,
      this.#lastMatch,
      this.#sharedRow,
      this.#found,
    ]) {
      column.reserve(this.#log.sequenceLimit);
    }
    this.#round += 1;
    this.#size = 0;
    let left = sampledInAll;
    for (const [index, interest] of profile.interests.entries()) {
      if (left <= 0) break;
      left -= this.#match(interest, index, profile.length);
    }
    for (const sequence of profile.own) this.#likeness.values[sequence] = 0;
  }

  /** Adds likeness to the sequences that hold the item; answers how many events it read. */
  #match({ item, position }: Interest, index: number, length: number): number {
    const weight = (position / length) * this.#rarity(item);
    const likeness = this.#likeness.values;
    const lists = this.#log.byItem;
    let previous = none;
    let row = lists.newest(item);
    let seen = 0;
    for (; row !== none && seen < sampledPerItem; seen += 1) {
      const sequence = this.#log.sequenceOf(row);
      if (sequence !== previous) {
        if (this.#stamp.values[sequence] !== this.#round) this.#meet(sequence, row, index);
        likeness[sequence] = floatAt(likeness, sequence) + weight;
      }
      previous = sequence;
      row = lists.older(row);
    }
    return seen;
  }

  #meet(sequence: number, row: number, index: number): void {
    this.#stamp.values[sequence] = this.#round;
    this.#likeness.values[sequence] = 0;
    this.#lastMatch.values[sequence] = index;
    this.#sharedRow.values[sequence] = row;
    this.#found.values[this.#size] = sequence;
    this.#size += 1;
  }

  #vote({ row, weight, giver }: Vote, count: Count): void {
    const lists = this.#log.bySequence;
    lists.settle(this.#log.sequenceOf(row));
    this.#castVote(row, weight, giver, count);
    let newer = lists.newer(row);
    let older = lists.older(row);
    for (let step = 1; step <= stepsRead && (newer !== none || older !== none); step += 1) {
      const near = weight * floatAt(this.#nearness, step);
      if (newer !== none) {
        this.#castVote(newer, near, giver, count);
        newer = lists.newer(newer);
      }
      if (older !== none) {
        this.#castVote(older, near * backward, giver, count);
        older = lists.older(older);
      }
    }
  }

  #castVote(row: number, weight: number, giver: number, { boards, worth }: Count): void {
    const item = this.#log.itemOf(row);
    const type = this.#log.typeOf(row);
    const board = boards[this.#kinds.objectiveOf(type)];
    board?.add(item, weight * floatAt(worth, type), giver);
  }

  /** How much an item tells: little where it is in every sequence. */
  #rarity(item: number): number {
    return Math.log(1 + (this.#log.sequences + 1) / (this.#log.byItem.count(item) + 1));
  }
}
