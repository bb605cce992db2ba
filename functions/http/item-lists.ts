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
import { type Consistency, waitUntilSeen } from './consistency.js';
import {
  type ApiTrigger,
  type EndpointDependencies,
  httpTrigger,
  type Operation,
  operation,
} from './endpoint.js';

interface Dependencies extends EndpointDependencies, Consistency {
  readonly listItems: ListItems;
}

/** `GET /popular`, `/trending`, `/latest`, `/items/{id}/similar` and `/items/{id}/bought_together` */
export function itemListTriggers(dependencies: Dependencies): readonly ApiTrigger[] {
  const trigger = (name: string, route: string, GET: Operation) =>
    httpTrigger({ name, route, operations: { GET } }, dependencies);
  return [
    trigger('popular', 'popular', shopList(getPopular, 'popular', dependencies)),
    trigger('trending', 'trending', shopList(getTrending, 'trending', dependencies)),
    trigger('latest', 'latest', shopList(getLatest, 'latest', dependencies)),
    trigger('similar', 'items/{id}/similar', itemList(getSimilar, 'similar', dependencies)),
    trigger(
      'bought-together',
      'items/{id}/bought_together',
      itemList(getBoughtTogether, 'bought-together', dependencies),
    ),
  ];
}

type ShopSpec = typeof getPopular | typeof getTrending | typeof getLatest;
type ItemSpec = typeof getSimilar | typeof getBoughtTogether;
type Query = z.output<ShopSpec['query']>;

function shopList(
  spec: ShopSpec,
  kind: 'popular' | 'trending' | 'latest',
  dependencies: Dependencies,
) {
  return operation(spec, async ({ query, headers }) => {
    await waitUntilSeen(dependencies, headers);
    return answer(dependencies, { kind }, query);
  });
}

function itemList(spec: ItemSpec, kind: 'similar' | 'bought-together', dependencies: Dependencies) {
  return operation(spec, async ({ params, query, headers }) => {
    await waitUntilSeen(dependencies, headers);
    return answer(dependencies, { kind, itemId: params.id }, query);
  });
}

async function answer({ listItems }: Dependencies, subject: ListSubject, query: Query) {
  const { limit, category, ...options } = query;
  const recommended = await listItems({ subject, limit, category, options });
  return { body: { recommendations: recommended.map(fromRecommended) } };
}
