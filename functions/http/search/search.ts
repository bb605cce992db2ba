import { metadataOf } from '../../../shared/contracts/item-metadata.js';
import { postSearch } from '../../../shared/contracts/search.js';
import type { SearchItems } from '../../../shared/use-cases/search/search-items.js';
import { type ApiTrigger, type EndpointDependencies, httpTrigger, operation } from '../endpoint.js';

/** `POST /search` */
export function searchTrigger(
  dependencies: EndpointDependencies & { readonly searchItems: SearchItems },
): ApiTrigger {
  const POST = operation(postSearch, async ({ body }) => {
    const { results, total } = await dependencies.searchItems(body);
    const shown = results.map(({ item, score }) => ({
      item_id: item.id,
      score,
      metadata: metadataOf(item),
    }));
    return { body: { results: shown, total } };
  });
  return httpTrigger({ name: 'search', route: 'search', operations: { POST } }, dependencies);
}
