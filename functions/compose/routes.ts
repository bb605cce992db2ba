import type { EmbeddedStore } from '../../shared/adapters/embedded/open-store.js';
import type { Config } from '../../shared/config.js';
import { makeIngestEvents } from '../../shared/use-cases/ingest-events.js';
import { makeManageItems } from '../../shared/use-cases/manage-items.js';
import { makeManageUsers } from '../../shared/use-cases/manage-users.js';
import { itemEmbedding, sessionEmbedding } from '../../shared/use-cases/recommend/embeddings.js';
import { listItems } from '../../shared/use-cases/recommend/list-items.js';
import { rankItems } from '../../shared/use-cases/recommend/rank-items.js';
import { recommendSession } from '../../shared/use-cases/recommend/recommend-session.js';
import { recommendSessions } from '../../shared/use-cases/recommend/recommend-sessions.js';
import { recommendUser } from '../../shared/use-cases/recommend/recommend-user.js';
import { makeReportHealth } from '../../shared/use-cases/report-health.js';
import { makeReportStats } from '../../shared/use-cases/report-stats.js';
import { documentedApi } from '../http/documentation.js';
import type { ApiTrigger, EndpointDependencies } from '../http/endpoint.js';
import { eventTriggers } from '../http/events.js';
import { embeddingTriggers } from '../http/item-embeddings.js';
import { itemListTriggers } from '../http/item-lists.js';
import { itemTriggers } from '../http/items.js';
import { operationsTriggers } from '../http/operations.js';
import { rankTrigger } from '../http/rank.js';
import { recommendationsTrigger } from '../http/recommendations.js';
import { batchRecommendTrigger, recommendTrigger } from '../http/session-recommendations.js';
import { userTriggers } from '../http/users.js';
import type { Trigger } from '../trigger.js';
import type { Knowledge } from './knowledge.js';
import type { Runtime } from './runtime.js';

interface House {
  readonly store: EmbeddedStore;
  readonly knowledge: Knowledge;
  readonly runtime: Runtime;
}

/** What a list does where neither request nor configuration says. */
const rankingDefaults = { diversity: 0.1, listLength: 300 };

/** Every route of the API over the house's stores and models. */
export function composeRoutes(config: Config, house: House): readonly Trigger[] {
  const { apiKeys, adminKeys, corsOrigins } = config;
  const edge = { apiKeys, adminKeys, corsOrigins, ...house.runtime };
  const triggers = [
    ...catalogueAndEvents(config, house, edge),
    ...recommendations(config, house, edge),
    ...operations(house, edge),
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
  ];
}

function recommendations(
  { excludeSeen }: Config,
  { knowledge, runtime }: House,
  edge: EndpointDependencies,
): readonly ApiTrigger[] {
  const { models, items, lists, followChanges } = knowledge;
  const policy = { ...rankingDefaults, excludeSeen };
  const { histories, embedder, recommenders, sessions, scorer } = models;
  const dependencies = {
    ...runtime,
    ...{ policy, items, lists, histories, embedder, recommenders },
    ...{ itemLists: models.lists, sessionRanker: sessions, itemScorer: scorer },
  };
  const { waitFor } = followChanges;
  const session = recommendSession(dependencies);
  const sessionRoutes = {
    waitFor,
    recommendSession: session,
    recommendSessions: recommendSessions(session),
  };
  const embeddings = {
    waitFor,
    itemEmbedding: itemEmbedding(dependencies),
    sessionEmbedding: sessionEmbedding(dependencies),
  };
  return [
    recommendationsTrigger({ waitFor, recommendUser: recommendUser(dependencies) }, edge),
    recommendTrigger(sessionRoutes, edge),
    batchRecommendTrigger(sessionRoutes, edge),
    ...itemListTriggers({ waitFor, listItems: listItems(dependencies) }, edge),
    rankTrigger({ waitFor, rankItems: rankItems(dependencies) }, edge),
    ...embeddingTriggers(embeddings, edge),
  ];
}

function operations(
  { store, knowledge, runtime }: House,
  edge: EndpointDependencies,
): readonly ApiTrigger[] {
  const { models, attributions } = knowledge;
  const learned = () => ({
    models: [...models.recommenders.keys()],
    embeddedItems: models.stats().items,
    embeddingDimension: models.embedder.dimension,
    featureColumns: 0,
  });
  const checks = { store: () => store.catalog.count() };
  const reportHealth = makeReportHealth({ checks, learned, ...runtime });
  const reportStats = makeReportStats({
    ...store,
    ...runtime,
    learned,
    cacheCounts: () => ({ hits: 0, misses: 0 }),
    attributions: attributions.counts,
  });
  return operationsTriggers({ ...edge, reportHealth, reportStats });
}
