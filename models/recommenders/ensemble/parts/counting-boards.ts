import type { Reason } from '../../../../shared/domain/ranking.js';
import { becauseOf } from '../../../../shared/domain/reason.js';
import { SparseScores } from '../../../numeric/sparse-scores.js';
import { popularReason } from '../../popularity/popular-list.js';
import type { Profile } from '../../profile.js';
import { type CountingPart, createCountingParts, type Evidence } from './counting-part.js';
import type { CountingPartName } from './part-name.js';

/** Where a list's reason is looked for first. */
const tellingFirst: readonly CountingPartName[] = ['co-visitation', 'session-knn', 'content'];

interface Board {
  readonly part: CountingPart;
  readonly scores: SparseScores;
  isFilled: boolean;
}

/** What the counting models say for one asker, each asked once and only when needed; good until the next `begin`. */
export class CountingBoards {
  readonly #evidence: Evidence;
  readonly #boards: ReadonlyMap<CountingPartName, Board>;
  #profile: Profile | undefined;
  #now = 0;

  constructor(evidence: Evidence) {
    this.#evidence = evidence;
    this.#boards = new Map(
      createCountingParts(evidence).map((part) => [
        part.name,
        { part, scores: new SparseScores(), isFilled: false },
      ]),
    );
  }

  begin(profile: Profile, now: number): void {
    this.#profile = profile;
    this.#now = now;
    for (const board of this.#boards.values()) board.isFilled = false;
  }

  /** By item number of the log. */
  of(name: CountingPartName): SparseScores | undefined {
    const board = this.#boards.get(name);
    if (board === undefined || this.#profile === undefined) return undefined;
    if (!board.isFilled) {
      board.isFilled = true;
      board.scores.begin(this.#evidence.knowledge.log.items.size);
      board.part.score(this.#profile, board.scores);
    }
    return board.scores;
  }

  /**
   * A fact that speaks for the item: what the shopper did with it, the step of the history that gives most to it by the
   * named part or else another, or else what the catalogue says of it.
   */
  reasonFor(item: number, part?: CountingPartName): Reason {
    const known = this.#profile?.interests.find((interest) => interest.item === item);
    if (known !== undefined) return becauseOf(known.step);
    const order = part === undefined ? tellingFirst : [part, ...tellingFirst];
    for (const name of part === 'popular' ? [] : order) {
      const giver = this.of(name)?.giverOf(item) ?? -1;
      const interest = this.#profile?.interests[giver];
      const reason = interest && this.#boards.get(name)?.part.reasonFor(interest);
      if (reason !== undefined) return reason;
    }
    return popularReason(item, { now: this.#now }, this.#evidence.knowledge);
  }
}
