import type { Item } from '../domain/item.js';

/** The items by name, as this process holds them, in step with the change log; reads never wait. */
export interface ItemNames {
  /** All items whose normalised name is that of `name` (`normalisedName`), in no particular order. */
  bearersOf(name: string): readonly Item[];
}
