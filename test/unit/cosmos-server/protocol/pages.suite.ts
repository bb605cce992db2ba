import type { Container, FeedOptions } from '@azure/cosmos';
import { expect } from 'vitest';
import { shoeSuite } from './shoes.js';

const p0: FeedOptions = { partitionKey: 'p0', maxItemCount: 4 };

/** Each page by a new iterator that knows nothing but the token of the last. */
async function pagesOf(container: Container, query: string, options: FeedOptions) {
  const pages: unknown[][] = [];
  let token: string | undefined;
  do {
    const resumed = token === undefined ? options : { ...options, continuationToken: token };
    const { resources, continuationToken } = await container.items
      .query(query, resumed)
      .fetchNext();
    pages.push(resources);
    token = continuationToken;
  } while (token !== undefined && pages.length < 40);
  return pages;
}

export const pageSuite = shoeSuite('Pages', (shop, { behaviour }) => {
  behaviour('pages of one partition go on by their tokens', async () => {
    const query = 'SELECT VALUE c.id FROM c WHERE IS_DEFINED(c.b)';
    const pages = await pagesOf(shop(), query, p0);
    expect(pages.map(({ length }) => length)).toEqual([4, 4, 2]);
    expect(new Set(pages.flat()).size).toBe(10);
  });

  behaviour('pages of one partition in an order go on by their tokens', async () => {
    const query = 'SELECT VALUE c.b FROM c WHERE IS_DEFINED(c.b) ORDER BY c.b';
    const pages = await pagesOf(shop(), query, p0);
    expect(pages.flat()).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24, 27]);
  });

  behaviour('all documents can be read page by page', async () => {
    const { resources } = await shop().items.readAll({ maxItemCount: 5 }).fetchAll();
    expect(resources).toHaveLength(30);
  });

  behaviour('pages across partitions go on by their tokens', async () => {
    const pages = await pagesOf(shop(), 'SELECT VALUE c.id FROM c', { maxItemCount: 7 });
    expect(new Set(pages.flat()).size).toBe(30);
  });

  behaviour('pages across partitions in an order go on by their tokens', async () => {
    const query = 'SELECT VALUE c.b FROM c ORDER BY c.b';
    const options = { maxItemCount: 7, enableQueryControl: true };
    const pages = await pagesOf(shop(), query, options);
    expect(pages.flat()).toEqual(Array.from({ length: 30 }, (_, index) => index));
  });
});
