import { badRequest } from './service-error.js';

/** What an address names, and what its signature covers ("Access control in the Azure Cosmos DB SQL API"). */
export interface ResourcePath {
  /** As in `docs`; empty for the account. */
  readonly type: string;
  /** The ids along the path: database, container, item. */
  readonly ids: readonly string[];
  /** The path of the resource, or of its parent where the address is a feed. */
  readonly link: string;
}

/** Throws 400. */
export function resourcePath(url: string): ResourcePath {
  const path = url.split('?', 1)[0] ?? '';
  const segments = path.split('/').filter((each) => each !== '');
  const names = segments.map(decoded);
  const isFeed = names.length % 2 === 1;
  const type = (isFeed ? names.at(-1) : names.at(-2)) ?? '';
  const ids = names.filter((_, index) => index % 2 === 1);
  return { type, ids, link: (isFeed ? names.slice(0, -1) : names).join('/') };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (cause) {
    throw badRequest(`The address has a broken escape: ${segment}`, { cause });
  }
}
