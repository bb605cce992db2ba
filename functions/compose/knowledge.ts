import { createCountingModels } from '../../models/recommenders/counting-models.js';
import { itemMirror } from '../../shared/adapters/memory/item-mirror.js';
import { itemNames } from '../../shared/adapters/memory/item-names.js';
import { lruRecommendationLists } from '../../shared/adapters/memory/lru-recommendation-lists.js';
import type { Config } from '../../shared/config.js';
import type { ChangeFollower } from '../../shared/ports/change-log.js';
import type { ShopStore } from '../../shared/ports/shop-store.js';
import { makeCountAttributions } from '../../shared/use-cases/count-attributions.js';
import { makeFollowChanges } from '../../shared/use-cases/follow-changes.js';
import type { Runtime } from './runtime.js';

export type Knowledge = ReturnType<typeof composeKnowledge>;

/** Half a million places are about 10 MB; who pages for longer than half an hour starts anew. */
const listLimits = { maxLists: 10_000, maxCandidates: 500_000, ttlMs: 1_800_000 };

/** What this process holds in memory, all of it learnt from the change log. */
export function composeKnowledge(
  config: Config,
  { changes: changeLog }: Pick<ShopStore, 'changes'>,
  { clock }: Runtime,
) {
  const { eventTypes } = config;
  const items = itemMirror();
  const names = itemNames(items);
  const models = createCountingModels({ eventTypes });
  const attributions = makeCountAttributions(eventTypes);
  const newestEvent = followNewestEvent();
  const followers = [items, names, models.follower, attributions, newestEvent];
  return {
    items,
    names,
    models,
    attributions,
    newestEvent,
    lists: lruRecommendationLists(listLimits, clock),
    followChanges: makeFollowChanges({ changeLog, followers }),
  };
}

function followNewestEvent(): ChangeFollower & { userId?: string; itemId?: string } {
  const newest: ChangeFollower & { userId?: string; itemId?: string } = {
    apply(changes) {
      for (const change of changes) {
        if (change.kind !== 'event' || change.event.userId === undefined) continue;
        newest.userId = change.event.userId;
        newest.itemId = change.event.itemId;
      }
    },
  };
  return newest;
}
