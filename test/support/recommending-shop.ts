import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocal } from '../../functions/host/start-local.js';
import { documentedApi } from '../../functions/http/documentation.js';
import { eventTriggers } from '../../functions/http/events.js';
import { embeddingTriggers } from '../../functions/http/item-embeddings.js';
import { itemListTriggers } from '../../functions/http/item-lists.js';
import { itemTriggers } from '../../functions/http/items.js';
import { rankTriggers } from '../../functions/http/rank.js';
import { recommendationTriggers } from '../../functions/http/recommendations.js';
import { sessionRecommendationTriggers } from '../../functions/http/session-recommendations.js';
import { createCountingModels } from '../../models/recommenders/counting-models.js';
import { createEnsemble } from '../../models/recommenders/ensemble/ensemble.js';
import { openEmbeddedStore } from '../../shared/adapters/embedded/open-store.js';
import { itemMirror } from '../../shared/adapters/memory/item-mirror.js';
import { itemNames } from '../../shared/adapters/memory/item-names.js';
import { lruRecommendationLists } from '../../shared/adapters/memory/lru-recommendation-lists.js';
import { builtInEventTypes, type ShopEvent } from '../../shared/domain/event.js';
import type { Item } from '../../shared/domain/item.js';
import { seededRandom } from '../../shared/domain/random.js';
import { defaultRankingPolicy } from '../../shared/domain/ranking/policy.js';
import { makeFollowChanges } from '../../shared/use-cases/follow-changes.js';
import { makeIngestEvents } from '../../shared/use-cases/ingest-events.js';
import { makeManageItems } from '../../shared/use-cases/manage-items.js';
import {
  makeItemEmbedding,
  makeSessionEmbedding,
} from '../../shared/use-cases/recommend/embeddings.js';
import { makeListItems } from '../../shared/use-cases/recommend/list-items.js';
import { makeRankItems } from '../../shared/use-cases/recommend/rank-items.js';
import { makeRecommendSession } from '../../shared/use-cases/recommend/recommend-session.js';
import { makeRecommendSessions } from '../../shared/use-cases/recommend/recommend-sessions.js';
import { makeRecommendUser } from '../../shared/use-cases/recommend/recommend-user.js';
import { RecordedTelemetry } from './recorded-telemetry.js';

const dayMs = 86_400_000;
const categories = ['mugs', 'plates', 'pens', 'lamps', 'bags', 'books'];

/** Integer ids, so that both shapes of an id can be asked for: item n is of category n mod 6. */
function catalogue(size: number, now: number): readonly Item[] {
  return Array.from({ length: size }, (_, n) => {
    const category = categories[n % categories.length] ?? '';
    return {
      id: String(n),
      name: `${category} ${n}`,
      categories: [category],
      tags: n % 3 === 0 ? ['new'] : [],
      price: 1 + (n % 50),
      imageUrl: `/images/${n}.svg`,
      ...(n % 2 === 0 && { currency: 'EUR', seller: 'Kiln & Co', url: `/products/${n}` }),
      attributes: { colour: n % 2 === 0 ? 'blue' : 'red' },
      isActive: true,
      createdAt: Math.round(now - (240 * dayMs * (size - n)) / size),
    };
  });
}

/** Shopper s likes the category s mod 6: views, then a cart, then an order; the same for the same seed. */
function behaviour(
  shoppers: number,
  { size, now }: { readonly size: number; readonly now: number },
): readonly ShopEvent[] {
  const random = seededRandom(7);
  return Array.from({ length: shoppers }, (_, shopper) => {
    const start = now - dayMs * (1 + 20 * random());
    return Array.from({ length: 8 }, (_step, step) => {
      const ownTaste = random() < 0.85;
      const rows = Math.floor(size / categories.length);
      const row = Math.floor(rows * random() ** 2);
      const offset = ownTaste ? shopper % categories.length : Math.floor(6 * random());
      return {
        id: `e${shopper}-${step}`,
        userId: `u${shopper}`,
        sessionId: `s${shopper}`,
        itemId: String(row * categories.length + offset),
        type: step === 6 ? 'cart' : step === 7 ? 'order' : 'view',
        ts: Math.round(start + step * 60_000),
      };
    });
  }).flat();
}

/** The real stores, counting models and routes of a shop of 120 items and 60 shoppers, without a host. */
export async function openRecommendingShop(size = 120, shoppers = 60) {
  const folder = await mkdtemp(join(tmpdir(), 'tastemaker-'));
  const store = openEmbeddedStore(folder);
  const telemetry = new RecordedTelemetry();
  const items = itemMirror();
  const counting = createCountingModels({ eventTypes: builtInEventTypes });
  const models = { ...counting, ...createEnsemble(counting, undefined), version: 'counting' };
  const lists = lruRecommendationLists({ maxLists: 100, maxCandidates: 50_000, ttlMs: 600_000 });
  const names = itemNames(items);
  const followers = [items, names, models.follower];
  const followChanges = makeFollowChanges({ changeLog: store.changes, followers });
  const runtime = { clock: () => Date.now(), newId: randomUUID, telemetry };
  const now = Date.now();
  await store.catalog.upsert(catalogue(size, now));
  await store.events.append(behaviour(shoppers, { size, now }));
  await followChanges.catchUp();
  const common = {
    ...runtime,
    ...models,
    items,
    names,
    lists,
    followChanges,
    users: store.users,
    ensemble: () => models,
    itemLists: models.lists,
    policy: defaultRankingPolicy,
  };
  const recommendSession = makeRecommendSession(common);
  const edge = { apiKeys: [], adminKeys: [], corsOrigins: [], ...runtime, followChanges };
  const useCases = {
    recommendUser: makeRecommendUser({ ...common, lists }),
    recommendSession,
    recommendSessions: makeRecommendSessions(recommendSession),
    listItems: makeListItems(common),
    rankItems: makeRankItems(common),
    itemEmbedding: makeItemEmbedding(common),
    sessionEmbedding: makeSessionEmbedding(common),
    ingestEvents: makeIngestEvents({ ...common, events: store.events, lists }),
    manageItems: makeManageItems({ ...common, ...store }),
    eventTypes: builtInEventTypes,
  };
  const dependencies = { ...edge, ...useCases };
  const triggers = [
    ...itemTriggers(dependencies),
    ...eventTriggers(dependencies),
    ...recommendationTriggers(dependencies),
    ...sessionRecommendationTriggers(dependencies),
    ...itemListTriggers(dependencies),
    ...rankTriggers(dependencies),
    ...embeddingTriggers(dependencies),
  ];
  return {
    ...useCases,
    dependencies,
    common,
    store,
    items,
    models,
    followChanges,
    triggers: documentedApi(triggers, { ...edge, version: '0.0.0' }),
    async close() {
      store.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** The same behind the local host, on a port that the system chose. */
export async function serveRecommendingShop() {
  const shop = await openRecommendingShop();
  const server = await startLocal(shop, { host: '127.0.0.1', port: 0 });
  return {
    ...shop,
    origin: server.origin,
    async close() {
      await server.close();
      await shop.close();
    },
  };
}
export type RecommendingShop = Awaited<ReturnType<typeof serveRecommendingShop>>;
