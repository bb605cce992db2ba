import type { ChangeFollower } from '../../shared/ports/change-log.js';
import type { Histories } from '../../shared/ports/recommender.js';

/** The smallest Histories: who was seen, without what they did. */
export function seenUsers(): Histories & ChangeFollower {
  const users = new Set<string>();
  return {
    apply(changes) {
      for (const change of changes) {
        if (change.kind === 'event' && change.event.userId) users.add(change.event.userId);
        if (change.kind === 'merged') users.add(change.into);
        if (change.kind === 'user-erased') users.delete(change.userId);
      }
    },
    ofUser: (id) => (users.has(id) ? [] : undefined),
    ofSession: () => undefined,
  };
}
