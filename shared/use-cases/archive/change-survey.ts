import type { ShopEvent } from '../../domain/event.js';
import type { Change } from '../../ports/change-log.js';

/** What a whole log has come to, so that each of its changes can be judged. Places count changes from 0. */
export interface ChangeSurvey {
  note(changes: readonly Change[]): void;
  /** Whether who starts from nothing still needs the change at this place. */
  isNeeded(change: Change, place: number): boolean;
}

interface Merged {
  readonly place: number;
  readonly into: string;
}

/**
 * Not needed are: an item as it was before it changed again or went; the events of erased users and of their sessions, and
 * the marks of these erasures; merges into a user who was erased before being merged on, as nothing is left of them.
 */
export function changeSurvey(): ChangeSurvey {
  let noted = 0;
  const lastOfItem = new Map<string, number>();
  const merges = new Map<string, Merged[]>();
  const erasures = new Map<string, number[]>();
  const sessionErasures = new Map<string, number>();

  function noteOne(change: Change, place: number): void {
    if (change.kind === 'item') lastOfItem.set(change.item.id, place);
    if (change.kind === 'item-removed') lastOfItem.set(change.id, place);
    if (change.kind === 'merged') append(merges, change.from, { place, into: change.into });
    if (change.kind !== 'user-erased') return;
    append(erasures, change.userId, place);
    for (const id of change.sessionIds) sessionErasures.set(id, place);
  }

  /** Whether what was this user's at a place has been erased since, under whatever name it had by then. */
  function isErased(userId: string, place: number): boolean {
    const merged = merges.get(userId)?.find((one) => one.place > place);
    const end = merged?.place ?? Number.POSITIVE_INFINITY;
    if (erasures.get(userId)?.some((at) => at > place && at < end)) return true;
    return merged !== undefined && isErased(merged.into, merged.place);
  }

  function isErasedEvent({ userId, sessionId }: ShopEvent, place: number): boolean {
    if (userId !== undefined) return isErased(userId, place);
    return sessionId !== undefined && (sessionErasures.get(sessionId) ?? -1) > place;
  }

  return {
    note(changes) {
      for (const change of changes) noteOne(change, noted++);
    },
    isNeeded(change, place) {
      switch (change.kind) {
        case 'item':
          return lastOfItem.get(change.item.id) === place;
        case 'event':
          return !isErasedEvent(change.event, place);
        case 'merged':
          return !isErased(change.into, place);
        default:
          return false;
      }
    },
  };
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}
