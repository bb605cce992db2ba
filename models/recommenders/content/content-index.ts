import type { Item } from '../../../shared/domain/item.js';
import { int32Column } from '../../numeric/column.js';
import { elementAt, integerAt, singleAt } from '../../numeric/read.js';
import { SparseScores } from '../../numeric/sparse-scores.js';
import { bestItems } from '../best-items.js';
import type { Catalogue } from '../catalogue.js';
import type { Names } from '../log/names.js';
import {
  type NeighbourList,
  NeighbourLists,
  noNeighbours,
  type Voice,
} from '../neighbours/neighbour-lists.js';
import type { Profile } from '../profile.js';
import { termsOf } from './terms.js';

/** Items of a term that are compared, the newest: a term that many share tells little. */
const postingsRead = 200;
const neighbours = 50;
/** Items of a history that are compared, the newest. */
const breadth = 4;

/** Below this many items a term may well be in half of them and tell. */
const fewItems = 20;

/** Likeness of items by what they are called and filed under: sparse tf-idf over an inverted index. */
export class ContentIndex {
  readonly #catalogue: Catalogue;
  readonly #names: Names;
  readonly #postings = new Map<string, number[]>();
  readonly #changes = int32Column();
  readonly #scores = new SparseScores();
  readonly #lists: NeighbourLists;
  #hasBeenRead = false;

  constructor(catalogue: Catalogue, names: Names) {
    this.#catalogue = catalogue;
    this.#names = names;
    this.#lists = new NeighbourLists({
      compute: (item) => this.#compute(item),
      changesOf: (item) => integerAt(this.#changes.values, item),
      eventsOf: () => 0,
      generation: 0,
    });
  }

  put(number: number, item: Item, before: Item | undefined): void {
    if (before !== undefined) this.remove(number, before);
    for (const term of termsOf(item).keys()) {
      const posting = this.#postings.get(term);
      if (posting === undefined) this.#postings.set(term, [number]);
      else posting.push(number);
    }
    this.#changed(number, item);
  }

  remove(number: number, before: Item): void {
    for (const term of termsOf(before).keys()) {
      const posting = this.#postings.get(term) ?? [];
      const place = posting.lastIndexOf(number);
      if (place >= 0) posting.splice(place, 1);
      if (posting.length === 0) this.#postings.delete(term);
    }
    this.#changed(number, before);
  }

  /** log(1 + items ÷ items with the term): how much a term tells. */
  rarityOf(term: string): number {
    return Math.log(1 + (this.#catalogue.size + 1) / ((this.#postings.get(term)?.length ?? 0) + 1));
  }

  /** Adds what is like the profile's items; the giver is the index in `interests`. */
  score(profile: Profile, scores: SparseScores): void {
    for (const [index, { item, weight }] of profile.interests.slice(0, breadth).entries()) {
      this.scoreNeighbours(item, { scores, voice: weight, giver: index });
    }
  }

  /** Adds the likeness of what is like an item: at most `voice`, for an item with all its terms. */
  scoreNeighbours(item: number, { scores, voice, giver }: Voice): void {
    this.#hasBeenRead = true;
    const { items, weights } = this.#lists.of(item);
    for (let place = 0; place < items.length; place += 1) {
      scores.add(integerAt(items, place), voice * singleAt(weights, place), giver);
    }
  }

  /** Lists that this item may now enter or leave are those of the items it is like. */
  #changed(number: number, item: Item): void {
    this.#changes.reserve(this.#names.size);
    if (!this.#hasBeenRead) return;
    const changes = this.#changes.values;
    changes[number] = integerAt(changes, number) + 1;
    this.#compare(item);
    for (let index = 0; index < this.#scores.size; index += 1) {
      const like = integerAt(this.#scores.keys, index);
      changes[like] = integerAt(changes, like) + 1;
    }
  }

  #compute(number: number): NeighbourList {
    const item = this.#catalogue.at(number);
    if (item === undefined) return noNeighbours;
    const own = this.#compare(item);
    const items = bestItems(this.#scores, this.#names, {
      count: neighbours,
      accept: (id) => id !== item.id,
    });
    return {
      items: Int32Array.from(items),
      weights: Float32Array.from(items, (like) => Math.min(1, this.#scores.of(like) / own)),
      evidence: 1,
      objectives: new Float32Array(0),
    };
  }

  /** What half of a catalogue has in common makes no two of its items alike. */
  #isEverywhere(posting: readonly number[]): boolean {
    return this.#catalogue.size >= fewItems && posting.length > this.#catalogue.size / 2;
  }

  /** Fills the scores with Σ (weight × rarity)² over shared terms; answers what the item would get for itself. */
  #compare(item: Item): number {
    this.#scores.begin(this.#names.size);
    let own = 0;
    for (const [term, weight] of termsOf(item)) {
      const evidence = (weight * this.rarityOf(term)) ** 2;
      own += evidence;
      const posting = this.#postings.get(term) ?? [];
      if (this.#isEverywhere(posting)) continue;
      const end = Math.max(0, posting.length - postingsRead);
      for (let at = posting.length - 1; at >= end; at -= 1) {
        this.#scores.add(elementAt(posting, at), evidence, 0);
      }
    }
    return own;
  }
}
