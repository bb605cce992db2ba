import { makeProducts } from '../../../shared/domain/sample-shop/catalogue/products.js';

/** Names of products, no two alike, as a shop has them: 2,000 of four words or so. */
export function sampleTitles(): readonly string[] {
  return makeProducts(1, 0).map(({ item }) => item.name);
}

/** Every word of the titles, folded in case as tokenizers do. */
export function wordsIn(titles: readonly string[]): readonly string[] {
  return [...new Set(titles.flatMap((title) => title.toLowerCase().match(/[a-z0-9]+/g) ?? []))];
}
