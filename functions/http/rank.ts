import { postRank } from '../../shared/contracts/recommendations.js';
import type { RankItems } from '../../shared/use-cases/recommend/rank-items.js';
import { type Consistency, waitUntilSeen } from './consistency.js';
import { type ApiTrigger, type EndpointDependencies, httpTrigger, operation } from './endpoint.js';

/** `POST /rank` */
export function rankTriggers(
  dependencies: EndpointDependencies & Consistency & { readonly rankItems: RankItems },
): readonly ApiTrigger[] {
  const POST = operation(postRank, async ({ body, headers }) => {
    await waitUntilSeen(dependencies, headers);
    const given = new Map(body.item_ids.map((id) => [String(id), id]));
    const { boost, diversity } = body;
    const userId = String(body.user_id);
    const ranked = await dependencies.rankItems({
      userId,
      itemIds: [...given.keys()],
      options: { boost, diversity },
    });
    const recommendations = ranked.map(({ itemId, score }) => ({
      item_id: given.get(itemId) ?? itemId,
      score,
    }));
    return { body: { user_id: body.user_id, recommendations } };
  });
  return [httpTrigger({ name: 'rank', route: 'rank', operations: { POST } }, dependencies)];
}
