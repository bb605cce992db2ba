import type { Item } from '../../../domain/item.js';
import type { SourceProduct } from '../../../domain/source-product.js';

/** The attribute that says which source an item comes from. */
const originAttribute = 'synced_from';

export const isMirrored = ({ attributes }: Item): boolean =>
  attributes[originAttribute] !== undefined;

/** The item as its source says it is; of what that says nothing about, as the catalogue knows it. */
export function mirroredItem(
  product: SourceProduct,
  known: Item | undefined,
  { source, now }: { readonly source: string; readonly now: number },
): Item {
  const { id, name } = product;
  const before = known ?? { id, name, categories: [], tags: [], attributes: {}, createdAt: now };
  const { description, price, currency, seller, imageUrl, url, ...rest } = {
    ...before,
    ...product,
  };
  return {
    ...rest,
    attributes: { ...before.attributes, [originAttribute]: source },
    ...(isSaid(description) && { description }),
    ...(isSaid(price) && { price }),
    ...(isSaid(currency) && { currency }),
    ...(isSaid(seller) && { seller }),
    ...(isSaid(imageUrl) && { imageUrl }),
    ...(isSaid(url) && { url }),
  };
}

const isSaid = <T>(value: T | null | undefined): value is T =>
  value !== null && value !== undefined;
