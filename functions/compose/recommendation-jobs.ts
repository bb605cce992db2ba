import type { Config } from '../../shared/config.js';
import { parseRecommendationRequest } from '../../shared/contracts/tasks.js';
import { defaultRankingPolicy } from '../../shared/domain/ranking/policy.js';
import type { ShoppingSearch } from '../../shared/ports/shopping-search.js';
import type { Jobs } from '../../shared/use-cases/tasks/job.js';
import { makeRecommendationJob } from '../../shared/use-cases/tasks/recommendation-job.js';
import type { Knowledge } from './knowledge.js';
import type { Models } from './models.js';
import type { Runtime } from './runtime.js';

/** What sessions ask for, by version. */
export function composeRecommendationJobs(
  { excludeSeen, shopping: { offersPerItem } }: Config,
  house: {
    readonly knowledge: Knowledge;
    readonly models: Pick<Models, 'ensemble'>;
    readonly shopping: ShoppingSearch;
    readonly runtime: Runtime;
  },
): Jobs {
  const { knowledge, models, shopping, runtime } = house;
  const { items, followChanges } = knowledge;
  const { histories, lists: itemLists } = knowledge.models;
  const dependencies = {
    ...runtime,
    ...{ items, followChanges, histories, itemLists, shopping, offersPerItem },
    policy: { ...defaultRankingPolicy, excludeSeen },
    ensemble: models.ensemble,
    parseRequest: parseRecommendationRequest,
  };
  return {
    'recommend-v1': makeRecommendationJob(dependencies, 'v1'),
    'recommend-v2': makeRecommendationJob(dependencies, 'v2'),
  };
}
