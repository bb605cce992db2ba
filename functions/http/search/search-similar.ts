import { postSearchSimilar, toSimilarRequest } from '../../../shared/contracts/similar-search.js';
import type { FoundItem } from '../../../shared/use-cases/search/found-item.js';
import type { SearchSimilar } from '../../../shared/use-cases/search/search-similar.js';
import { type ApiTrigger, type EndpointDependencies, httpTrigger, operation } from '../endpoint.js';

/** `POST /search_similar` */
export function searchSimilarTrigger(
  dependencies: EndpointDependencies & { readonly searchSimilar: SearchSimilar },
): ApiTrigger {
  const POST = operation(postSearchSimilar, async ({ body }) => {
    const found = await dependencies.searchSimilar(toSimilarRequest(body));
    return { body: found.map(toPlace) };
  });
  const route = { name: 'search-similar', route: 'search_similar', operations: { POST } };
  return httpTrigger(route, dependencies);
}

function toPlace({ item, score }: FoundItem, index: number) {
  const { id, imageUrl, name, price, currency } = item;
  return {
    product_id: id,
    image_url: imageUrl,
    score,
    rank: index + 1,
    name,
    ...(price !== undefined && { price }),
    ...(currency !== undefined && { currency }),
  };
}
