import type { ShopEvent } from '../../shared/domain/event.js';
import type { Change, ChangeFollower } from '../../shared/ports/change-log.js';

export interface FollowedState {
  /** Ids and prices. */
  readonly items: readonly unknown[];
  /** Ids and owners. */
  readonly events: readonly unknown[];
  /** Ids, owners and numbers of events. */
  readonly sessions: readonly unknown[];
}

/** The plainest reading of a change log: what there is, who did it, and nothing of who was erased. */
export function referenceFollower(): ChangeFollower & { state(): FollowedState } {
  const items = new Map<string, number | undefined>();
  const events = new Map<string, ShopEvent>();
  const ownerOfSession = new Map<string, string | undefined>();

  const countIn = (sessionId: string) =>
    [...events.values()].filter((event) => event.sessionId === sessionId).length;
  const nameLast = (sessionId: string) => {
    const inSession = [...events.values()].filter((event) => event.sessionId === sessionId);
    return inSession.findLast((event) => event.userId !== undefined)?.userId;
  };
  const add = (event: ShopEvent) => {
    if (events.has(event.id)) throw new Error(`The log tells ${event.id} twice`);
    events.set(event.id, event);
    if (event.sessionId === undefined) return;
    const known = ownerOfSession.get(event.sessionId);
    ownerOfSession.set(event.sessionId, event.userId ?? known);
  };
  const merge = (from: string, into: string) => {
    for (const event of events.values()) {
      if (event.userId === from) events.set(event.id, { ...event, userId: into });
    }
    for (const [id, owner] of ownerOfSession) {
      if (owner === from || id === from) ownerOfSession.set(id, into);
    }
  };
  const ownerOf = ({ userId, sessionId }: ShopEvent) =>
    userId ?? (sessionId === undefined ? undefined : ownerOfSession.get(sessionId));
  const erase = (userId: string, sessionIds: readonly string[]) => {
    const wasIn = (sessionId = '') => sessionIds.includes(sessionId);
    for (const { id, userId: named, sessionId } of [...events.values()]) {
      if (named === undefined ? wasIn(sessionId) : named === userId) events.delete(id);
    }
    for (const id of sessionIds) ownerOfSession.set(id, nameLast(id));
  };
  const applyOne = (change: Change): void => {
    switch (change.kind) {
      case 'item':
        items.set(change.item.id, change.item.price);
        break;
      case 'item-removed':
        items.delete(change.id);
        break;
      case 'event':
        add(change.event);
        break;
      case 'merged':
        merge(change.from, change.into);
        break;
      case 'user-erased':
        erase(change.userId, change.sessionIds);
        break;
    }
  };
  return {
    apply: (changes) => changes.forEach(applyOne),
    state: () => ({
      items: [...items].sort(),
      events: [...events.values()].map((event) => [event.id, ownerOf(event)]).sort(),
      sessions: [...ownerOfSession]
        .map(([id, owner]) => [id, owner, countIn(id)])
        .filter(([, , count]) => count !== 0)
        .sort(),
    }),
  };
}
