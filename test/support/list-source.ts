import type { SourceProduct } from '../../shared/domain/source-product.js';
import type { ProductSource, SourceRow } from '../../shared/ports/product-source.js';

export const sourced = (id: string, more: Partial<SourceProduct> = {}): SourceProduct => ({
  ...{ id, name: `Product ${id}`, isActive: true },
  ...more,
});

/** A source that holds what a test puts into `rows`, two to a page; `onPage` is called before each. */
export function listSource(...products: readonly SourceProduct[]) {
  const source = {
    rows: products.map((product): SourceRow => ({ id: product.id, product })),
    isClosed: false,
    onPage: (_number: number): void => undefined,
  };
  const port: ProductSource = {
    name: 'list',
    async page(cursor = '0', signal) {
      signal.throwIfAborted();
      const start = Number(cursor);
      source.onPage(start / 2);
      const rows = source.rows.slice(start, start + 2);
      const end = start + rows.length;
      return { rows, ...(end < source.rows.length && { nextCursor: String(end) }) };
    },
    async close() {
      source.isClosed = true;
    },
  };
  return Object.assign(source, { open: async () => port });
}
