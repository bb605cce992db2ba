import type { Item } from '../../shared/domain/item.js';
import type { Names } from './log/names.js';

/** The products by the number the log gives them; an item may have events before it has a product. */
export class Catalogue {
  readonly #names: Names;
  readonly #items: (Item | undefined)[] = [];
  #size = 0;

  constructor(names: Names) {
    this.#names = names;
  }

  get size(): number {
    return this.#size;
  }

  at(number: number): Item | undefined {
    return this.#items[number];
  }

  /** Inserts or replaces; answers the number and what was there before. */
  put(item: Item): { readonly number: number; readonly before: Item | undefined } {
    const number = this.#names.numberOf(item.id);
    while (this.#items.length <= number) this.#items.push(undefined);
    const before = this.#items[number];
    if (before === undefined) this.#size += 1;
    this.#items[number] = item;
    return { number, before };
  }

  /** What was removed, and its number; undefined where there was none. */
  remove(id: string): { readonly number: number; readonly before: Item } | undefined {
    const number = this.#names.find(id);
    if (number === undefined) return undefined;
    const before = this.#items[number];
    if (before === undefined) return undefined;
    this.#items[number] = undefined;
    this.#size -= 1;
    return { number, before };
  }
}
