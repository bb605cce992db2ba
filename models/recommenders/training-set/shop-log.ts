import type { EventKind, EventTypes, ShopEvent } from '../../../shared/domain/event.js';
import type { Item } from '../../../shared/domain/item.js';
import type { Change, ChangeFollower } from '../../../shared/ports/change-log.js';
import { floatAt, integerAt } from '../../numeric/read.js';
import { Names } from '../log/names.js';
import { EventTable } from './event-table.js';
import { Identities, nobody } from './identities.js';

interface NamedType {
  readonly name: string;
  readonly kind: EventKind;
  readonly weight: number;
}

/**
 * A shop as the change log tells it, kept small enough to train on: about 22 bytes an event beside the names of items,
 * users and sessions and the items themselves. Events of types that are not configured are passed over.
 */
export class ShopLog implements ChangeFollower {
  readonly itemIds = new Names();
  readonly identities = new Identities();
  readonly events: EventTable;
  /** By the number that an event carries. */
  readonly types: readonly NamedType[];
  readonly #typeNumbers: ReadonlyMap<string, number>;
  readonly #items = new Map<number, Item>();

  constructor(options: { readonly eventTypes: EventTypes; readonly maxEvents: number }) {
    this.events = new EventTable(options.maxEvents);
    this.types = [...options.eventTypes].map(([name, meaning]) => ({ name, ...meaning }));
    this.#typeNumbers = new Map(this.types.map(({ name }, number) => [name, number]));
  }

  apply(changes: readonly Change[]): void {
    for (const change of changes) this.#apply(change);
  }

  /** The product of that number, where there is one. */
  item(number: number): Item | undefined {
    return this.#items.get(number);
  }

  /** The same shop again, as a log that holds no event of `before` or later: items first, then events as they came. */
  *changesBefore(before: number): Generator<Change> {
    for (const item of this.#items.values()) yield { kind: 'item', item };
    for (let row = 0; row < this.events.size; row++) {
      const ts = floatAt(this.events.ts.values, row);
      const event = ts < before ? this.#event(row, ts) : undefined;
      if (event !== undefined) yield { kind: 'event', event };
    }
  }

  #apply(change: Change): void {
    switch (change.kind) {
      case 'event':
        this.#addEvent(change.event);
        break;
      case 'item':
        this.#items.set(this.itemIds.numberOf(change.item.id), change.item);
        break;
      case 'item-removed':
        this.#items.delete(this.itemIds.numberOf(change.id));
        break;
      case 'user-erased':
        this.identities.erase(change.userId, change.sessionIds);
        break;
      case 'merged':
        this.identities.merge(change.from, change.into);
    }
  }

  #addEvent({ userId, sessionId, itemId, type: name, ts }: ShopEvent): void {
    const type = this.#typeNumbers.get(name);
    if (type === undefined) return;
    const user = userId === undefined ? nobody : this.identities.user(userId);
    const session = sessionId === undefined ? nobody : this.identities.session(sessionId);
    if (user !== nobody && session !== nobody) this.identities.give(session, user);
    const who = user === nobody ? session : user;
    this.events.add({ who, session, item: this.itemIds.numberOf(itemId), type, ts });
  }

  /** Undefined where who did it was erased. */
  #event(row: number, ts: number): ShopEvent | undefined {
    const { who, session, item, type } = this.events;
    const shopper = this.identities.shopperOf(integerAt(who.values, row));
    if (shopper === nobody) return undefined;
    const visit = integerAt(session.values, row, nobody);
    return {
      id: String(row),
      ...(this.identities.isUser(shopper) && { userId: this.identities.nameOf(shopper) }),
      ...(visit !== nobody && { sessionId: this.identities.nameOf(visit) }),
      itemId: this.itemIds.nameOf(integerAt(item.values, row)),
      type: this.types[type.values[row] ?? 0]?.name ?? '',
      ts,
    };
  }
}
