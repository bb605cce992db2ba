import type { Item } from '../domain/item.js';

/** The catalogue as this process holds it, in step with the change log; reads never wait. */
export interface ItemView {
  readonly size: number;
  get(id: string): Item | undefined;
  values(): Iterable<Item>;
}
