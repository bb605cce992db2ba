import type { ShopEvent } from '../../shared/domain/event.js';
import type { Item } from '../../shared/domain/item.js';
import type { Change, ChangeFollower } from '../../shared/ports/change-log.js';
import type { Catalogue } from './catalogue.js';
import type { ContentIndex } from './content/content-index.js';
import type { InteractionLog } from './log/interaction-log.js';
import type { KindTable } from './log/kind-table.js';
import type { Shoppers } from './log/shoppers.js';
import type { Latest } from './popularity/latest.js';
import type { Popularity } from './popularity/popularity.js';

/** What the models share: one log, one catalogue, and what is summed over them. */
export interface Knowledge {
  readonly kinds: KindTable;
  readonly log: InteractionLog;
  readonly shoppers: Shoppers;
  readonly catalogue: Catalogue;
  readonly popularity: Popularity;
  readonly latest: Latest;
  readonly content: ContentIndex;
}

/** Keeps the knowledge in step with the change log. An event of a type that is not configured is passed over. */
export function createFollower(knowledge: Knowledge): ChangeFollower {
  return {
    apply(changes) {
      for (const change of changes) applyChange(knowledge, change);
    },
  };
}

function applyChange(knowledge: Knowledge, change: Change): void {
  switch (change.kind) {
    case 'event':
      addEvent(knowledge, change.event);
      break;
    case 'item':
      putItem(knowledge, change.item);
      break;
    case 'item-removed':
      removeItem(knowledge, change.id);
      break;
    case 'user-erased':
      eraseUser(knowledge, change.userId, change.sessionIds);
      break;
    case 'merged':
      merge(knowledge, change.from, change.into);
  }
}

function addEvent({ kinds, log, shoppers, popularity }: Knowledge, event: ShopEvent): void {
  const type = kinds.numberOf(event.type);
  if (type === undefined) return;
  const sequence = shoppers.sequenceFor(event);
  const item = log.items.numberOf(event.itemId);
  if (kinds.isDismissal(type)) {
    log.addAside({ sequence: shoppers.dismissalsFor(sequence), item, type, ts: event.ts });
    return;
  }
  popularity.count(log.add({ sequence, item, type, ts: event.ts }));
}

function putItem({ catalogue, popularity, latest, content }: Knowledge, item: Item): void {
  const { number, before } = catalogue.put(item);
  popularity.put(number, item, before);
  latest.put(number, before);
  content.put(number, item, before);
}

function removeItem({ catalogue, popularity, latest, content }: Knowledge, id: string): void {
  const removed = catalogue.remove(id);
  if (removed === undefined) return;
  popularity.remove(removed.number, removed.before);
  latest.remove(removed.number);
  content.remove(removed.number, removed.before);
}

function eraseUser(knowledge: Knowledge, userId: string, sessionIds: readonly string[]): void {
  const { shoppers } = knowledge;
  for (const sequence of shoppers.sequencesOfUser(userId) ?? []) {
    eraseSequence(knowledge, sequence, true);
    const dismissals = shoppers.dismissalsOf(sequence);
    if (dismissals !== undefined) eraseSequence(knowledge, dismissals, false);
  }
  shoppers.forgetUser(userId);
  for (const id of sessionIds) shoppers.forgetSession(id);
}

function eraseSequence(
  { log, popularity }: Knowledge,
  sequence: number,
  isEvidence: boolean,
): void {
  const items = new Set<number>();
  for (const row of log.bySequence.rows(sequence)) {
    items.add(log.itemOf(row));
    log.remove(row, isEvidence);
  }
  if (isEvidence) for (const item of items) popularity.recount(item);
}

/** `from` may name a session, a user, or both. */
function merge({ log, shoppers }: Knowledge, from: string, into: string): void {
  if (from !== into) {
    const old = shoppers.sequenceOfUser(from);
    if (old !== undefined) {
      const heir = shoppers.userNumber(into);
      moveAll(log, old, heir);
      const dismissals = shoppers.dismissalsOf(old);
      if (dismissals !== undefined) moveAll(log, dismissals, shoppers.dismissalsFor(heir));
      shoppers.absorbUser(from, into);
    }
  }
  shoppers.giveSession(from, into);
}

function moveAll(log: InteractionLog, from: number, into: number): void {
  for (const row of log.bySequence.rows(from).reverse()) log.move(row, into);
}
