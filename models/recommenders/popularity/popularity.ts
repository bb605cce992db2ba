import { objectives } from '../../../shared/domain/event.js';
import type { Item } from '../../../shared/domain/item.js';
import type { Catalogue } from '../catalogue.js';
import type { InteractionLog } from '../log/interaction-log.js';
import type { KindTable } from '../log/kind-table.js';
import { none } from '../log/time-lists.js';
import { DecayedSums } from './decayed-sums.js';
import { RankedSet } from './ranked-set.js';

const dayMs = 86_400_000;
/** Where the keys of items without events begin, far below those of others. */
const lowestKey = -1e6;

/** How much of what was wanted lately each item got, and the catalogue in that order, whole and by category. */
export class Popularity {
  /** Half-lives of a week, a day and four weeks. */
  readonly week = new DecayedSums(7 * dayMs);
  readonly day = new DecayedSums(dayMs);
  readonly month = new DecayedSums(28 * dayMs);
  /** Events that lead to each objective, in their order, with a half-life of a week. */
  readonly byObjective = objectives.map(() => new DecayedSums(7 * dayMs));
  readonly #catalogue: Catalogue;
  readonly #log: InteractionLog;
  readonly #kinds: KindTable;
  readonly #all: RankedSet;
  readonly #byCategory = new Map<string, RankedSet>();
  /** Items whose key changed since an order was last read, with the key before. */
  readonly #moved = new Map<number, number>();
  #haveAllMoved = false;

  constructor(catalogue: Catalogue, log: InteractionLog, kinds: KindTable) {
    this.#catalogue = catalogue;
    this.#log = log;
    this.#kinds = kinds;
    this.#all = this.#newSet();
  }

  /** Counts a row of the log. */
  count(row: number): void {
    const item = this.#log.itemOf(row);
    this.#noteMove(item);
    this.#sum(row);
  }

  /** Counts an item anew, after some of its rows were taken away. */
  recount(item: number): void {
    this.#noteMove(item);
    for (const sums of [this.week, this.day, this.month, ...this.byObjective]) sums.clear(item);
    for (const row of this.#log.byItem.rows(item)) this.#sum(row);
  }

  put(number: number, item: Item, before: Item | undefined): void {
    this.#settle();
    if (before !== undefined) {
      if (isPlacedAlike(before, item)) return;
      this.remove(number, before);
    }
    this.#all.add(number);
    for (const category of item.categories) this.#setOf(category).add(number);
  }

  remove(number: number, before: Item): void {
    this.#all.remove(number);
    for (const category of before.categories) this.#byCategory.get(category)?.remove(number);
  }

  /** The catalogue, or a category of it, most popular first, until `visit` says false; without events, newest first. */
  visit(category: string | undefined, visit: (item: number, place: number) => boolean): void {
    this.#settle();
    const set = category === undefined ? this.#all : this.#byCategory.get(category);
    set?.visit(visit);
  }

  /** Whether something happened with the item and it is among the most popular of the category. */
  isTopOf(category: string, item: number, places: number): boolean {
    this.#settle();
    if (!this.hasEvents(item)) return false;
    const set = this.#byCategory.get(category);
    for (let place = 0; place < places; place += 1) if (set?.at(place) === item) return true;
    return false;
  }

  /** Orders items by popularity. Differences are in powers of two, but for items without events, far below all others. */
  keyOf(item: number): number {
    const logarithm = this.week.logarithmOf(item);
    if (logarithm !== Number.NEGATIVE_INFINITY) return logarithm;
    return lowestKey + (this.#catalogue.at(item)?.createdAt ?? 0) / 1e7;
  }

  /** From about 0 to 1, in the order of `keyOf`. */
  standing(item: number): number {
    return Math.max(0, this.keyOf(item) - lowestKey) / -lowestKey / 2;
  }

  hasEvents(item: number): boolean {
    return this.week.logarithmOf(item) !== Number.NEGATIVE_INFINITY;
  }

  /** Whether anything happened with the item in the week before `now`. */
  isOfThisWeek(item: number, now: number): boolean {
    const newest = this.#log.byItem.newest(item);
    return newest !== none && this.#log.timeOf(newest) > now - 7 * dayMs;
  }

  #sum(row: number): void {
    const item = this.#log.itemOf(row);
    const { weight = 0, objective = none } = this.#kinds.at(this.#log.typeOf(row)) ?? {};
    const ts = this.#log.timeOf(row);
    this.week.add(item, weight, ts);
    this.day.add(item, weight, ts);
    this.month.add(item, weight, ts);
    this.byObjective[objective]?.add(item, 1, ts);
  }

  #noteMove(item: number): void {
    if (this.#haveAllMoved || this.#moved.has(item)) return;
    this.#moved.set(item, this.keyOf(item));
    if (this.#moved.size <= 16 + this.#catalogue.size / 16) return;
    this.#haveAllMoved = true;
    this.#moved.clear();
  }

  /** Tells the orders what moved. */
  #settle(): void {
    if (this.#haveAllMoved) for (const set of this.#sets()) set.allMoved();
    for (const [item, before] of this.#moved) {
      this.#all.moved(item, before);
      for (const category of this.#catalogue.at(item)?.categories ?? []) {
        this.#byCategory.get(category)?.moved(item, before);
      }
    }
    this.#haveAllMoved = false;
    this.#moved.clear();
  }

  #sets(): readonly RankedSet[] {
    return [this.#all, ...this.#byCategory.values()];
  }

  #setOf(category: string): RankedSet {
    const known = this.#byCategory.get(category);
    if (known !== undefined) return known;
    const made = this.#newSet();
    this.#byCategory.set(category, made);
    return made;
  }

  #newSet(): RankedSet {
    return new RankedSet({
      keyOf: (item) => this.keyOf(item),
      wins: (a, b) => this.#log.items.nameOf(a) < this.#log.items.nameOf(b),
    });
  }
}

function isPlacedAlike(a: Item, b: Item): boolean {
  return a.createdAt === b.createdAt && a.categories.join('\n') === b.categories.join('\n');
}
