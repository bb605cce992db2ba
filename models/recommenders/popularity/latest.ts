import type { Item } from '../../../shared/domain/item.js';
import type { Candidate } from '../../../shared/domain/ranking.js';
import type { ListQuery } from '../../../shared/ports/recommender.js';
import type { Catalogue } from '../catalogue.js';
import type { Names } from '../log/names.js';
import { RankedSet } from './ranked-set.js';

const dayMs = 86_400_000;
/** Days after which the score of an item is a half. */
const halfDays = 30;

/** The catalogue by the time it was created, newest first. */
export class Latest {
  readonly #names: Names;
  readonly #catalogue: Catalogue;
  readonly #set: RankedSet;

  constructor(names: Names, catalogue: Catalogue) {
    this.#names = names;
    this.#catalogue = catalogue;
    this.#set = new RankedSet({
      keyOf: (item) => catalogue.at(item)?.createdAt ?? 0,
      wins: (a, b) => names.nameOf(a) < names.nameOf(b),
    });
  }

  put(number: number, before: Item | undefined): void {
    if (before !== undefined) this.remove(number);
    this.#set.add(number);
  }

  remove(number: number): void {
    this.#set.remove(number);
  }

  /** Whether less than a tenth of the catalogue was created since `since`, so that being new says something. */
  isRareSince(since: number): boolean {
    const tenth = this.#set.at(Math.floor(this.#set.size / 10));
    return tenth !== undefined && (this.#catalogue.at(tenth)?.createdAt ?? 0) < since;
  }

  list({ count, now, accept, category }: ListQuery): readonly Candidate[] {
    const list: Candidate[] = [];
    if (count <= 0) return list;
    this.#set.visit((number) => {
      const item = this.#catalogue.at(number);
      const isWanted = category === undefined || item?.categories.includes(category) === true;
      if (item === undefined || !isWanted || !accept(item.id)) return true;
      const ageDays = Math.max(0, now - item.createdAt) / dayMs;
      const named = category === undefined ? {} : { category };
      const score = halfDays / (halfDays + ageDays);
      list.push({ itemId: this.#names.nameOf(number), score, reason: { kind: 'new', ...named } });
      return list.length < count;
    });
    return list;
  }
}
