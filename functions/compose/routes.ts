import type { Config } from '../../shared/config.js';
import { defaultRankingPolicy } from '../../shared/domain/ranking/policy.js';
import { vectorKinds } from '../../shared/domain/vector-space.js';
import type { ShopStore } from '../../shared/ports/shop-store.js';
import type { ShoppingSearch } from '../../shared/ports/shopping-search.js';
import { makeRecordBehavior } from '../../shared/use-cases/behaviors/record-behavior.js';
import { makeIngestEvents } from '../../shared/use-cases/ingest-events.js';
import { makeManageItems } from '../../shared/use-cases/manage-items.js';
import { makeManageUsers } from '../../shared/use-cases/manage-users.js';
import { modelState } from '../../shared/use-cases/models/model-state.js';
import {
  makeItemEmbedding,
  makeSessionEmbedding,
} from '../../shared/use-cases/recommend/embeddings.js';
import { makeListItems } from '../../shared/use-cases/recommend/list-items.js';
import { makeRankItems } from '../../shared/use-cases/recommend/rank-items.js';
import { makeRecommendSession } from '../../shared/use-cases/recommend/recommend-session.js';
import { makeRecommendSessions } from '../../shared/use-cases/recommend/recommend-sessions.js';
import { makeRecommendUser } from '../../shared/use-cases/recommend/recommend-user.js';
import { makeReportHealth } from '../../shared/use-cases/report-health.js';
import { makeReportStats } from '../../shared/use-cases/report-stats.js';
import { makeSearchProducts } from '../../shared/use-cases/search-products.js';
import type { FollowVectors } from '../../shared/use-cases/vectors/follow-vectors.js';
import { behaviorTrigger } from '../http/behaviors.js';
import { documentedApi } from '../http/documentation.js';
import { makeOpenSession } from '../http/edge/session.js';
import type { ApiTrigger, EndpointDependencies } from '../http/endpoint.js';
import { eventTriggers } from '../http/events.js';
import { importTrigger } from '../http/imports.js';
import { embeddingTriggers } from '../http/item-embeddings.js';
import { itemListTriggers } from '../http/item-lists.js';
import { itemTriggers } from '../http/items.js';
import { modelTriggers } from '../http/models.js';
import { operationsTriggers } from '../http/operations.js';
import { pictureTrigger } from '../http/pictures.js';
import { productTrigger } from '../http/products.js';
import { rankTriggers } from '../http/rank.js';
import { recommendationTriggers } from '../http/recommendations.js';
import { retrainTrigger } from '../http/retrain.js';
import { sessionRecommendationTriggers } from '../http/session-recommendations.js';
import { syncTriggers } from '../http/sync-vectors.js';
import { adminTaskTriggers } from '../http/tasks/admin-tasks.js';
import { makeFollow } from '../http/tasks/follow.js';
import { recommendationTaskTrigger } from '../http/tasks/recommendation-tasks.js';
import { sessionTaskTriggers } from '../http/tasks/session-tasks.js';
import { userTriggers } from '../http/users.js';
import type { Trigger } from '../trigger.js';
import type { Embeddings } from './embeddings.js';
import { watchHouse } from './gauges.js';
import type { Importing } from './importing.js';
import type { Knowledge } from './knowledge.js';
import type { Models } from './models.js';
import type { Places } from './places/places.js';
import type { Retraining } from './retraining.js';
import type { Runtime } from './runtime.js';
import { composeSearch, type Search } from './search.js';
import type { Tasks } from './tasks.js';
import type { Reporting } from './telemetry.js';

interface House {
  readonly store: ShopStore;
  readonly knowledge: Knowledge;
  readonly models: Models;
  readonly runtime: Runtime;
  readonly places: Pick<Places, 'costMeter'>;
  readonly reporting: Reporting;
  readonly tasks: Tasks;
  readonly retraining: Retraining;
  readonly importing: Importing;
  readonly shopping: ShoppingSearch;
  readonly embeddings: Embeddings;
}

/** Every route of the API over the house's stores and models. */
export function composeRoutes(config: Config, house: House): readonly Trigger[] {
  const { apiKeys, adminKeys, corsOrigins } = config;
  const { costMeter } = house.places;
  const edge = { apiKeys, adminKeys, corsOrigins, ...house.runtime, costMeter };
  const search = searchOf(house, edge);
  const triggers = [
    ...catalogueAndEvents(config, house, edge),
    ...recommendations(config, house, edge),
    ...search.triggers,
    ...operations(house, search, edge),
    ...sessions(config, house, edge),
    ...jobs(house, edge),
    ...modelTriggers({ ...edge, manageModels: house.models.manageModels }),
  ];
  return documentedApi(triggers, { ...edge, version: '0.1.0' });
}

function catalogueAndEvents(
  { eventTypes }: Config,
  { store, knowledge, runtime }: House,
  edge: EndpointDependencies,
): readonly ApiTrigger[] {
  const { histories } = knowledge.models;
  const dependencies = { ...store, ...knowledge, ...runtime, histories };
  const manageItems = makeManageItems(dependencies);
  const ingestEvents = makeIngestEvents(dependencies);
  const manageUsers = makeManageUsers(dependencies);
  return [
    ...itemTriggers({ ...edge, manageItems }),
    ...eventTriggers({ ...edge, ingestEvents, eventTypes }),
    ...userTriggers({ ...edge, manageUsers }),
    pictureTrigger({ ...edge, items: knowledge.items }),
  ];
}

function recommendations(
  { excludeSeen }: Config,
  { store, knowledge, models: { ensemble }, runtime }: House,
  edge: EndpointDependencies,
): readonly ApiTrigger[] {
  const { models, items, lists, followChanges } = knowledge;
  const policy = { ...defaultRankingPolicy, excludeSeen };
  const dependencies = {
    ...runtime,
    ...{ policy, items, lists, users: store.users, ensemble },
    ...{ histories: models.histories, itemLists: models.lists },
  };
  const door = { ...edge, followChanges };
  const recommendSession = makeRecommendSession(dependencies);
  const recommendSessions = makeRecommendSessions(recommendSession);
  const itemEmbedding = makeItemEmbedding(dependencies);
  const sessionEmbedding = makeSessionEmbedding(dependencies);
  return [
    ...recommendationTriggers({ ...door, recommendUser: makeRecommendUser(dependencies) }),
    ...sessionRecommendationTriggers({ ...door, recommendSession, recommendSessions }),
    ...itemListTriggers({ ...door, listItems: makeListItems(dependencies) }),
    ...rankTriggers({ ...door, rankItems: makeRankItems(dependencies) }),
    ...embeddingTriggers({ ...door, itemEmbedding, sessionEmbedding }),
  ];
}

/** A person waits for this one. */
const productsTimeoutMs = 10_000;

/** What a session does, and what is done for it. */
function sessions(
  { tasks: { sessionTtlMs } }: Config,
  { store, knowledge, runtime, shopping, tasks }: House,
  edge: EndpointDependencies,
): readonly ApiTrigger[] {
  const { manageTasks, watchTasks } = tasks;
  const door = { ...edge, manageTasks, openSession: makeOpenSession(sessionTtlMs) };
  const follow = makeFollow(watchTasks);
  const { histories } = knowledge.models;
  const dependencies = { ...store, ...knowledge, ...runtime, histories };
  const ingestEvents = makeIngestEvents(dependencies);
  const recordBehavior = makeRecordBehavior({ ...dependencies, ingestEvents });
  const searchProducts = makeSearchProducts({ shopping, timeoutMs: productsTimeoutMs });
  return [
    behaviorTrigger({ ...door, recordBehavior }),
    productTrigger({ ...edge, searchProducts }),
    recommendationTaskTrigger(door),
    ...sessionTaskTriggers({ ...door, follow }),
    ...adminTaskTriggers({ ...door, follow }),
  ];
}

function jobs(
  { retraining: { retrain }, importing: { startImport }, embeddings: { sync } }: House,
  edge: EndpointDependencies,
): readonly ApiTrigger[] {
  return [
    retrainTrigger({ ...edge, retrain }),
    importTrigger({ ...edge, startImport }),
    ...syncTriggers({ ...edge, ...sync }),
  ];
}

function searchOf(
  { store: { textIndex }, knowledge: { items }, embeddings, runtime: { clock, stages } }: House,
  edge: EndpointDependencies,
): Search {
  const { encoders, pictures, followVectors } = embeddings;
  const vectors = {
    text: () => followVectors.index('text'),
    image: () => followVectors.index('image'),
  };
  return composeSearch({ items, textIndex, encoders, vectors, pictures, clock, stages }, edge);
}

function operations(
  { store, knowledge, models: { ensemble, serveModels }, embeddings, runtime, reporting }: House,
  search: Search,
  edge: EndpointDependencies,
): readonly ApiTrigger[] {
  const learned = () => {
    const { recommenders, embedder } = ensemble();
    return {
      models: [...recommenders.keys()],
      embeddedItems: embeddedItems(embeddings.followVectors),
      embeddingDimension: embedder.dimension,
      featureColumns: 0,
    };
  };
  const checks = { store: () => store.catalog.count() };
  const notes = { models: () => modelState(serveModels.status(), runtime.clock()) };
  const { encoders } = embeddings;
  const caches = {
    ...{ recommendation_lists: knowledge.lists.counts, embeddings: search.cacheCounts },
  };
  const reportHealth = makeReportHealth({ checks, notes, encoders, learned, ...runtime });
  const reportStats = makeReportStats({
    ...store,
    ...runtime,
    learned,
    caches,
    attributions: knowledge.attributions.counts,
  });
  watchHouse(reporting.gauges, { ...embeddings, ensemble, serveModels, caches });
  return operationsTriggers({ ...edge, reportHealth, reportStats, scrape: reporting.scrape });
}

/** Items that can be found by what they say or look like. */
function embeddedItems({ index }: FollowVectors): number {
  return Math.max(...vectorKinds.map((kind) => index(kind)?.size ?? 0));
}
