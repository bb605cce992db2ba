import type { EventDraft, ShopEvent } from '../domain/event.js';
import type { EventStore } from '../ports/event-store.js';
import type { RecommendationLists } from '../ports/recommendation-lists.js';
import type { Clock, NewId, Telemetry } from '../ports/runtime.js';
import type { FollowChanges } from './follow-changes.js';

/**
 * Keeps events, durable before the promise settles and seen by the next recommendation. Returns the consistency
 * token: who has followed the changes up to it has seen these events. Undefined where there were none.
 */
export type IngestEvents = (drafts: readonly EventDraft[]) => Promise<string | undefined>;

export function makeIngestEvents(dependencies: {
  readonly events: EventStore;
  readonly lists: RecommendationLists;
  readonly followChanges: FollowChanges;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly telemetry: Telemetry;
}): IngestEvents {
  const { events, lists, followChanges, clock, newId, telemetry } = dependencies;
  const whole = (draft: EventDraft): ShopEvent => {
    const attributedModel = modelBehind(lists, draft);
    return {
      ...draft,
      id: draft.id ?? newId(),
      ts: draft.ts ?? clock(),
      ...(attributedModel !== undefined && { attributedModel }),
    };
  };
  return async (drafts) => {
    if (drafts.length === 0) return undefined;
    const { cursor } = await events.append(drafts.map(whole));
    // They are kept now, so a failure to learn must not make the client send them again.
    await followChanges.catchUp().catch((error: unknown) => telemetry.exception(error));
    return cursor;
  };
}

/** The model whose list the event answers, while that list lives and if the item was on it. */
function modelBehind(lists: RecommendationLists, draft: EventDraft): string | undefined {
  if (draft.recommendationId === undefined) return undefined;
  const list = lists.byId(draft.recommendationId);
  return list?.candidates.some(({ itemId }) => itemId === draft.itemId) ? list.model : undefined;
}
