import type { LearnedRanking } from '../../../shared/ports/learned-model.js';
import { integerAt } from '../../numeric/read.js';
import { ownFloats } from './own-buffers.js';

/** A ranking whose items are numbered: an id that crosses to another thread is made anew there, each time. */
export interface PackedRanking extends Omit<LearnedRanking, 'itemIds'> {
  /** In the order in which the thread first named them. */
  readonly items: Int32Array;
}

/** Numbers items as they come up, on the side of the thread. */
export class RankingPacker {
  readonly #numbers = new Map<string, number>();
  #newIds: string[] = [];

  pack({ itemIds, scores, amongScores, vector }: LearnedRanking): PackedRanking {
    const items = new Int32Array(itemIds.length);
    for (let place = 0; place < items.length; place += 1) {
      items[place] = this.#numberOf(itemIds[place] ?? '');
    }
    return {
      items,
      scores: ownFloats(scores),
      ...(amongScores && { amongScores: ownFloats(amongScores) }),
      ...(vector && { vector: ownFloats(vector) }),
    };
  }

  /** Those that were numbered since the last call, by number; they have to be there before what was packed. */
  takeNewIds(): readonly string[] {
    const taken = this.#newIds;
    this.#newIds = [];
    return taken;
  }

  #numberOf(itemId: string): number {
    const known = this.#numbers.get(itemId);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(itemId, number);
    this.#newIds.push(itemId);
    return number;
  }
}

/** Knows the numbers again, on the side of who asks. */
export class RankingUnpacker {
  readonly #ids: string[] = [];

  addIds(newIds: readonly string[]): void {
    for (const itemId of newIds) this.#ids.push(itemId);
  }

  unpack({ items, ...rest }: PackedRanking): LearnedRanking {
    const itemIds: string[] = [];
    for (let place = 0; place < items.length; place += 1) {
      itemIds.push(this.#ids[integerAt(items, place)] ?? '');
    }
    return { itemIds, ...rest };
  }
}
