import type { EmbeddedStore } from '../../shared/adapters/embedded/open-store.js';
import type { Config } from '../../shared/config.js';
import { defaultRankingPolicy } from '../../shared/domain/ranking/policy.js';
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
import type { Retrain } from '../../shared/use-cases/retrain/retrain.js';
import { documentedApi } from '../http/documentation.js';
import type { ApiTrigger, EndpointDependencies } from '../http/endpoint.js';
import { eventTriggers } from '../http/events.js';
import { embeddingTriggers } from '../http/item-embeddings.js';
import { itemListTriggers } from '../http/item-lists.js';
import { itemTriggers } from '../http/items.js';
import { modelTriggers } from '../http/models.js';
import { operationsTriggers } from '../http/operations.js';
import { pictureTrigger } from '../http/pictures.js';
import { rankTriggers } from '../http/rank.js';
import { recommendationTriggers } from '../http/recommendations.js';
import { retrainTrigger } from '../http/retrain.js';
import { sessionRecommendationTriggers } from '../http/session-recommendations.js';
import { userTriggers } from '../http/users.js';
import type { Trigger } from '../trigger.js';
import type { Knowledge } from './knowledge.js';
import type { Models } from './models.js';
import type { Runtime } from './runtime.js';

interface House {
  readonly store: EmbeddedStore;
  readonly knowledge: Knowledge;
  readonly models: Models;
  readonly runtime: Runtime;
  readonly retrain: Retrain;
}

/** Every route of the API over the house's stores and models. */
export function composeRoutes(config: Config, house: House): readonly Trigger[] {
  const { apiKeys, adminKeys, corsOrigins } = config;
  const edge = { apiKeys, adminKeys, corsOrigins, ...house.runtime };
  const triggers = [
    ...catalogueAndEvents(config, house, edge),
    ...recommendations(config, house, edge),
    ...operations(house, edge),
    retrainTrigger({ ...edge, retrain: house.retrain }),
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

function operations(
  { store, knowledge, models: { ensemble, serveModels }, runtime }: House,
  edge: EndpointDependencies,
): readonly ApiTrigger[] {
  const { models, attributions } = knowledge;
  const learned = () => {
    const { recommenders, embedder } = ensemble();
    return {
      models: [...recommenders.keys()],
      embeddedItems: models.stats().items,
      embeddingDimension: embedder.dimension,
      featureColumns: 0,
    };
  };
  const checks = { store: () => store.catalog.count() };
  const notes = { models: () => modelState(serveModels.status(), runtime.clock()) };
  const reportHealth = makeReportHealth({ checks, notes, learned, ...runtime });
  const reportStats = makeReportStats({
    ...store,
    ...runtime,
    learned,
    caches: { recommendation_lists: knowledge.lists.counts },
    attributions: attributions.counts,
  });
  return operationsTriggers({ ...edge, reportHealth, reportStats });
}
