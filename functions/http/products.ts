import { getProducts } from '../../shared/contracts/shopping.js';
import type { SearchProducts } from '../../shared/use-cases/search-products.js';
import { type ApiTrigger, type EndpointDependencies, httpTrigger, operation } from './endpoint.js';

/** Live offers by words. */
export function productTrigger(
  dependencies: EndpointDependencies & { readonly searchProducts: SearchProducts },
): ApiTrigger {
  const { searchProducts } = dependencies;
  const GET = operation(getProducts, async ({ query: { q } }) => ({
    body: await searchProducts(q.trim()),
  }));
  const route = { name: 'products', route: 'v1/products' };
  return httpTrigger({ ...route, operations: { GET } }, dependencies);
}
