import { ShopLog } from '../../models/recommenders/training-set/shop-log.js';
import { builtInEventTypes, type ShopEvent } from '../../shared/domain/event.js';
import type { Item } from '../../shared/domain/item.js';
import type { User } from '../../shared/domain/user.js';
import type { Change, ChangeLog } from '../../shared/ports/change-log.js';
import type { UserStore } from '../../shared/ports/user-store.js';

/** An event as a change; the item, the type and the time are given where they matter. */
export const did = (fields: Partial<ShopEvent>): Change => ({
  kind: 'event',
  event: { id: 'any', itemId: 'mug', type: 'view', ts: 0, ...fields },
});

export const product = (id: string, fields: Partial<Item> = {}): Change => ({
  kind: 'item',
  item: {
    ...{ id, name: `Name of ${id}`, categories: [], tags: [], attributes: {} },
    ...{ isActive: true, createdAt: 0, ...fields },
  },
});

export function shopLogOf(changes: readonly Change[], maxEvents = 1_000_000): ShopLog {
  const shop = new ShopLog({ eventTypes: builtInEventTypes, maxEvents });
  shop.apply(changes);
  shop.events.dropOldest();
  return shop;
}

export function usersOf(users: readonly User[] = []): Pick<UserStore, 'list'> {
  const sorted = users.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return {
    list: async (after, limit) =>
      sorted.filter(({ id }) => after === undefined || id > after).slice(0, limit),
  };
}

/** A log that is all there from the start; its cursors are numbers. */
export function changeLogOf(changes: readonly Change[]): ChangeLog {
  return {
    async after(cursor, limit) {
      const start = Number(cursor ?? 0);
      const page = changes.slice(start, start + limit);
      const end = start + page.length;
      return { changes: page, cursor: String(end), hasMore: end < changes.length };
    },
    covers: (reached, wanted) => Number(reached ?? 0) >= Number(wanted),
  };
}
