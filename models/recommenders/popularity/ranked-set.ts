import { int32Column } from '../../numeric/column.js';
import { integerAt } from '../../numeric/read.js';

/** The share of members whose keys may change before sorting all is cheaper than moving each. */
const moveShare = 1 / 16;

interface Order {
  /** The key of a member; larger comes first. */
  keyOf(member: number): number;
  /** Whether `a` comes before `b` where their keys are equal. */
  wins(a: number, b: number): boolean;
}

/** Members in the order of keys that change. A change costs O(1); the order is mended when next read. */
export class RankedSet {
  readonly #order: Order;
  readonly #sorted = int32Column();
  readonly #members = new Set<number>();
  /** Members to move, with the key they were placed by; undefined: not placed yet. */
  readonly #moving = new Map<number, number | undefined>();
  #placed = 0;
  #isStale = false;

  constructor(order: Order) {
    this.#order = order;
  }

  get size(): number {
    return this.#members.size;
  }

  add(member: number): void {
    if (this.#members.has(member)) return;
    this.#members.add(member);
    this.#note(member, undefined);
  }

  /** Call when the key of a member was changed: `before` is what it was when the order was last read. */
  moved(member: number, before: number): void {
    if (this.#isStale || !this.#members.has(member) || this.#moving.has(member)) return;
    this.#note(member, before);
  }

  /** Call when so many keys changed that sorting all is best. */
  allMoved(): void {
    this.#isStale = true;
    this.#moving.clear();
  }

  remove(member: number): void {
    if (this.#members.delete(member)) this.allMoved();
  }

  /** Best first, until `visit` says false. Keys must not change meanwhile. */
  visit(visit: (member: number, place: number) => boolean): void {
    this.#settle();
    for (let place = 0; place < this.#placed; place += 1) {
      if (!visit(integerAt(this.#sorted.values, place), place)) return;
    }
  }

  /** The member at a place, counted from 0; undefined beyond the last. */
  at(place: number): number | undefined {
    this.#settle();
    return place < this.#placed ? this.#sorted.values[place] : undefined;
  }

  #note(member: number, key: number | undefined): void {
    if (this.#isStale) return;
    this.#moving.set(member, key);
    if (this.#moving.size > 16 + this.#members.size * moveShare) this.allMoved();
  }

  #settle(): void {
    if (this.#isStale) this.#sortAll();
    else if (this.#moving.size > 0) this.#moveAll();
  }

  #sortAll(): void {
    this.#placed = this.#members.size;
    this.#sorted.reserve(this.#placed);
    let place = 0;
    for (const member of this.#members) {
      this.#sorted.values[place] = member;
      place += 1;
    }
    const { keyOf, wins } = this.#order;
    this.#sorted.values
      .subarray(0, this.#placed)
      .sort((a, b) => keyOf(b) - keyOf(a) || (wins(a, b) ? -1 : 1));
    this.#isStale = false;
  }

  #moveAll(): void {
    const moving = [...this.#moving];
    for (const [member, key] of moving) if (key !== undefined) this.#takeOut(member, key);
    this.#moving.clear();
    for (const [member] of moving) this.#putIn(member);
  }

  #takeOut(member: number, key: number): void {
    const place = this.#placeOf(member, key);
    this.#sorted.values.copyWithin(place, place + 1, this.#placed);
    this.#placed -= 1;
  }

  #putIn(member: number): void {
    const place = this.#placeOf(member, this.#order.keyOf(member));
    this.#sorted.reserve(this.#placed + 1);
    this.#sorted.values.copyWithin(place + 1, place, this.#placed);
    this.#sorted.values[place] = member;
    this.#placed += 1;
  }

  /** Where a member with this key stands or would stand, by halving. */
  #placeOf(member: number, key: number): number {
    let low = 0;
    let high = this.#placed;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#isBefore(integerAt(this.#sorted.values, middle), member, key)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #isBefore(other: number, member: number, key: number): boolean {
    const otherKey = this.#moving.get(other) ?? this.#order.keyOf(other);
    return otherKey === key ? other !== member && this.#order.wins(other, member) : otherKey > key;
  }
}
