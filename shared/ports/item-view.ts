import type { Item } from '../domain/item.js';

/** The catalogue as this process holds it, in step with the change log; reads never wait. */
export interface ItemView {
  readonly size: number;
  /** Grows with each change of any item, so that what was made from the view can tell that it is out of date. */
  readonly revision: number;
  get(id: string): Item | undefined;
  values(): Iterable<Item>;
}
