import type { Interaction } from '../../domain/event.js';
import type { Histories } from '../../ports/recommender.js';

/** The last steps of the user of that id, or else of the session; none of a stranger. */
export function historyOf(histories: Histories, id: string, limit: number): readonly Interaction[] {
  return histories.ofUser(id, limit) ?? histories.ofSession(id, limit) ?? [];
}
