import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Json } from '../../sql/syntax/tree.js';
import { badRequest } from '../../wire/service-error.js';

const place = z.strictObject({
  /** What the token belongs to. */
  of: z.string(),
  /** The number of the document that the last page ended in; 0 where the pages are counted in results. */
  document: z.int().min(0),
  /** How many results of it, or in all, were given already. */
  given: z.int().min(0),
  /** The physical partition whose turn it is. */
  partition: z.int().min(0),
  /** The values by which the last result had its place in an order. */
  keys: z.array(z.object({ key: z.custom<Json>().optional() })).optional(),
});

/** Where a later page begins. */
export type PagePlace = Omit<z.infer<typeof place>, 'of'>;

export const firstPage: PagePlace = { document: 0, given: 0, partition: 0 };

/** A token names what it continues, so that no other query can go on with it. */
export const bindingOf = (parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);

export const writeToken = (of: string, at: PagePlace): string =>
  Buffer.from(JSON.stringify({ of, ...at })).toString('base64url');

/** Throws 400 where the token is none of ours, or of another query. */
export function readToken(token: string, of: string): PagePlace {
  const { of: owner, ...at } = parsed(token);
  if (owner === of) return at;
  throw badRequest('The continuation token is of another query or container.');
}

function parsed(token: string) {
  try {
    return place.parse(JSON.parse(Buffer.from(token, 'base64url').toString()));
  } catch (cause) {
    throw badRequest(`Invalid continuation token: ${token.slice(0, 80)}`, { cause });
  }
}
