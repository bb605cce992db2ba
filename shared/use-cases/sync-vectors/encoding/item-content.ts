import type { Item } from '../../../domain/item.js';
import { textOf } from '../../../domain/item-text.js';
import { drawPicture } from '../../../domain/sample-shop/picture/draw-picture.js';
import { drawnItem } from '../../../domain/sample-shop/picture/drawn-item.js';
import type { VectorKind } from '../../../domain/vector-space.js';
import type { ItemView } from '../../../ports/item-view.js';

/** The drawing that an item shows, where it shows one that this house makes. */
export function drawingOf({ imageUrl = '' }: Item, items: ItemView): string | undefined {
  const id = drawnItem(imageUrl);
  const drawn = id === undefined ? undefined : items.get(id);
  return drawn && drawPicture(drawn);
}

/**
 * What of an item is encoded: the same for as long as its vector need not be made again. A picture of the web is taken for
 * the same as long as its address is. Undefined where there is nothing: an inactive item has no vectors.
 */
export function contentOf(kind: VectorKind, item: Item, items: ItemView): string | undefined {
  if (!item.isActive) return undefined;
  if (kind === 'text') return textOf(item);
  return drawingOf(item, items) ?? item.imageUrl;
}

export type Digest = (content: Uint8Array) => Promise<string>;

export const contentHash = (content: string, digest: Digest): Promise<string> =>
  digest(Buffer.from(content));
