import { fromRecommended, getRecommendations } from '../../shared/contracts/recommendations.js';
import type { RecommendUser } from '../../shared/use-cases/recommend/recommend-user.js';
import { type Consistency, waitUntilSeen } from './consistency.js';
import { type ApiTrigger, type EndpointDependencies, httpTrigger, operation } from './endpoint.js';

/** `GET /recommendations/{user_id}` */
export function recommendationTriggers(
  dependencies: EndpointDependencies & Consistency & { readonly recommendUser: RecommendUser },
): readonly ApiTrigger[] {
  const GET = operation(getRecommendations, async ({ params, query, headers }) => {
    await waitUntilSeen(dependencies, headers);
    const { limit, offset, exclude_seen: excludeSeen, ...options } = query;
    const userId = params.user_id;
    const page = await dependencies.recommendUser({
      userId,
      limit,
      offset,
      options: { ...options, excludeSeen },
    });
    return {
      body: {
        user_id: userId,
        recommendation_id: page.recommendationId,
        model: page.model,
        recommendations: page.recommendations.map(fromRecommended),
        pagination: { total: page.total, limit, offset, has_more: page.hasMore },
      },
    };
  });
  const route = {
    name: 'recommendations',
    route: 'recommendations/{user_id}',
    operations: { GET },
  };
  return [httpTrigger(route, dependencies)];
}
