import type { ShopEvent } from '../domain/event.js';
import type { Item } from '../domain/item.js';

export type Change =
  | { readonly kind: 'item'; readonly item: Item }
  | { readonly kind: 'item-removed'; readonly id: string }
  | { readonly kind: 'event'; readonly event: ShopEvent }
  | {
      readonly kind: 'user-erased';
      readonly userId: string;
      /** The user's own: what happened in them without naming anybody is erased too. */
      readonly sessionIds: readonly string[];
    }
  | { readonly kind: 'merged'; readonly from: string; readonly into: string };

interface ChangePage {
  readonly changes: readonly Change[];
  /** Where these changes end: the place to read on from. */
  readonly cursor: string;
  readonly hasMore: boolean;
}

/**
 * Every change of catalogue, events and users in the order it was made, from any place on. A store on several machines
 * may know that order to the second only between them, and exactly within each. A cursor is an opaque string. An item changed twice may appear only as it is now; an erased user's events do not appear at all; an event
 * appears with the user it first named, though a merge that comes later in the log has given it to another.
 */
export interface ChangeLog {
  /**
   * From the start where no cursor is given: `limit` changes, or a few more where the last ones were made in one step.
   * Throws `invalid` for a cursor that is none of this store's.
   */
  after(cursor: string | undefined, limit: number): Promise<ChangePage>;
  /** Whether who has read up to `reached` has seen all that `wanted` stands for. Throws `invalid` as above. */
  covers(reached: string | undefined, wanted: string): boolean;
}

/** Keeps something in step with the change log. `apply` is synchronous so that no reader sees half a page. */
export interface ChangeFollower {
  apply(changes: readonly Change[]): void;
}
