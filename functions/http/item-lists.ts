import type { z } from 'zod';
import {
  fromRecommended,
  getBoughtTogether,
  getLatest,
  getPopular,
  getSimilar,
  getTrending,
} from '../../shared/contracts/recommendations.js';
import type { ListItems, ListSubject } from '../../shared/use-cases/recommend/list-items.js';
import { type WaitFor, waitUntilSeen } from './consistency.js';
import { type ApiTrigger, type EndpointDependencies, httpTrigger, operation } from './endpoint.js';

export interface ItemListRoutes {
  readonly listItems: ListItems;
  readonly waitFor: WaitFor;
}

/** `GET /popular`, `/trending`, `/latest`, `/items/{id}/similar` and `/items/{id}/bought_together` */
export function itemListTriggers(
  routes: ItemListRoutes,
  endpoint: EndpointDependencies,
): readonly ApiTrigger[] {
  const trigger = (name: string, route: string, GET: ReturnType<typeof operation>) =>
    httpTrigger({ name, route, operations: { GET } }, endpoint);
  return [
    trigger('popular', 'popular', shopList(getPopular, 'popular', routes)),
    trigger('trending', 'trending', shopList(getTrending, 'trending', routes)),
    trigger('latest', 'latest', shopList(getLatest, 'latest', routes)),
    trigger('similar', 'items/{id}/similar', itemList(getSimilar, 'similar', routes)),
    trigger(
      'bought-together',
      'items/{id}/bought_together',
      itemList(getBoughtTogether, 'bought-together', routes),
    ),
  ];
}

type ShopSpec = typeof getPopular | typeof getTrending | typeof getLatest;
type ItemSpec = typeof getSimilar | typeof getBoughtTogether;
type Query = z.output<ShopSpec['query']>;

function shopList(
  spec: ShopSpec,
  kind: 'popular' | 'trending' | 'latest',
  { listItems, waitFor }: ItemListRoutes,
) {
  return operation(spec, async ({ query, headers }) => {
    await waitUntilSeen(waitFor, headers);
    return answer(listItems, { kind }, query);
  });
}

function itemList(
  spec: ItemSpec,
  kind: 'similar' | 'bought-together',
  { listItems, waitFor }: ItemListRoutes,
) {
  return operation(spec, async ({ params, query, headers }) => {
    await waitUntilSeen(waitFor, headers);
    return answer(listItems, { kind, itemId: params.id }, query);
  });
}

function answer(listItems: ListItems, subject: ListSubject, query: Query) {
  const { limit, category, ...options } = query;
  const recommended = listItems({ subject, limit, category, options });
  return { body: { recommendations: recommended.map(fromRecommended) } };
}
