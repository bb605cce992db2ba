const path = '/api/pictures/';

/** The id of the item whose drawing such an image URL leads to; undefined where it leads elsewhere. */
export function drawnItem(imageUrl: string): string | undefined {
  if (!imageUrl.startsWith(path)) return undefined;
  try {
    return decodeURIComponent(imageUrl.slice(path.length));
  } catch {
    return undefined;
  }
}
