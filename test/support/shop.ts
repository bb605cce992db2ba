import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalOptions, startLocal } from '../../functions/host/start-local.js';
import { documentedApi } from '../../functions/http/documentation.js';
import type { EndpointDependencies } from '../../functions/http/endpoint.js';
import { eventTriggers } from '../../functions/http/events.js';
import { itemTriggers } from '../../functions/http/items.js';
import { operationsTriggers } from '../../functions/http/operations.js';
import { userTriggers } from '../../functions/http/users.js';
import type { HttpTrigger } from '../../functions/trigger.js';
import { createCountingModels } from '../../models/recommenders/counting-models.js';
import { createEnsemble } from '../../models/recommenders/ensemble/ensemble.js';
import {
  type EmbeddedStore,
  openEmbeddedStore,
} from '../../shared/adapters/embedded/open-store.js';
import { itemMirror } from '../../shared/adapters/memory/item-mirror.js';
import { lruRecommendationLists } from '../../shared/adapters/memory/lru-recommendation-lists.js';
import { builtInEventTypes } from '../../shared/domain/event.js';
import type { RecommendationLists } from '../../shared/ports/recommendation-lists.js';
import type { Histories } from '../../shared/ports/recommender.js';
import { makeCountAttributions } from '../../shared/use-cases/count-attributions.js';
import { type FollowChanges, makeFollowChanges } from '../../shared/use-cases/follow-changes.js';
import { makeIngestEvents } from '../../shared/use-cases/ingest-events.js';
import { makeManageItems } from '../../shared/use-cases/manage-items.js';
import { makeManageUsers } from '../../shared/use-cases/manage-users.js';
import { makeReportHealth } from '../../shared/use-cases/report-health.js';
import { makeReportStats } from '../../shared/use-cases/report-stats.js';
import { RecordedTelemetry } from './recorded-telemetry.js';

/** The real stores and models of one shop in a temporary folder, without the routes that this part has no say in. */
interface Shop {
  readonly triggers: readonly HttpTrigger[];
  readonly store: EmbeddedStore;
  readonly lists: RecommendationLists;
  readonly histories: Histories;
  readonly followChanges: FollowChanges;
  readonly telemetry: RecordedTelemetry;
  close(): Promise<void>;
}

export type ShopOptions = Partial<
  Pick<EndpointDependencies, 'apiKeys' | 'adminKeys' | 'corsOrigins'>
>;

async function openShop(options: ShopOptions = {}): Promise<Shop> {
  const folder = await mkdtemp(join(tmpdir(), 'tastemaker-'));
  const store = openEmbeddedStore(folder);
  const telemetry = new RecordedTelemetry();
  const items = itemMirror();
  const models = createCountingModels({ eventTypes: builtInEventTypes });
  const { histories } = models;
  const attributions = makeCountAttributions(builtInEventTypes);
  const limits = { maxLists: 100, maxCandidates: 10_000, ttlMs: 60_000 };
  const lists = lruRecommendationLists(limits);
  const followChanges = makeFollowChanges({
    changeLog: store.changes,
    followers: [items, models.follower, attributions],
  });
  const clock = () => Date.now();
  const newId = randomUUID;
  const common = { ...store, items, histories, lists, followChanges };
  const runtime = { clock, newId, telemetry };
  const edge = { apiKeys: [], adminKeys: [], corsOrigins: [], ...options, telemetry, newId };
  const learned = () => ({
    models: [...createEnsemble(models, undefined).recommenders.keys()],
    embeddedItems: items.size,
    embeddingDimension: models.embedder.dimension,
    featureColumns: 0,
  });
  const triggers = [
    ...itemTriggers({ ...edge, manageItems: makeManageItems({ ...common, clock }) }),
    ...eventTriggers({
      ...edge,
      eventTypes: builtInEventTypes,
      ingestEvents: makeIngestEvents({ ...common, ...runtime }),
    }),
    ...userTriggers({ ...edge, manageUsers: makeManageUsers({ ...common, clock }) }),
    ...operationsTriggers({
      ...edge,
      reportHealth: makeReportHealth({
        checks: { store: () => store.catalog.count() },
        encoders: { status: () => [] },
        learned,
        telemetry,
      }),
      reportStats: makeReportStats({
        ...common,
        learned,
        caches: {},
        attributions: attributions.counts,
        clock,
      }),
    }),
  ];
  return {
    triggers: documentedApi(triggers, { ...edge, version: '0.0.0' }),
    store,
    lists,
    histories,
    followChanges,
    telemetry,
    async close() {
      store.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** The same shop behind the local host, on a port that the system chose. */
export async function serveShop(options: ShopOptions = {}, limits: Partial<LocalOptions> = {}) {
  const shop = await openShop(options);
  const server = await startLocal(shop, { host: '127.0.0.1', port: 0, ...limits });
  return {
    ...shop,
    origin: server.origin,
    async close() {
      await server.close();
      await shop.close();
    },
  };
}

export type ServedShop = Awaited<ReturnType<typeof serveShop>>;
