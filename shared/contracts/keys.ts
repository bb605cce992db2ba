import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError } from '../domain/errors.js';

/** Whether a key is one of those that are known; of these only digests are kept. */
export type KeyRing = (key: string) => boolean;

const digest = (key: string) => createHash('sha256').update(key).digest();

/** Compares with every digest, so that the time says nothing about which one fits. */
export function keyRing(keys: readonly string[]): KeyRing {
  const digests = keys.map(digest);
  return (key) => {
    const mine = digest(key);
    let fits = false;
    for (const each of digests) fits = timingSafeEqual(mine, each) || fits;
    return fits;
  };
}

/** The key that a request carries; header names are in lower case. Throws `unauthenticated` where there is none. */
export function keyOf(headers: Readonly<Record<string, string | undefined>>): string {
  const { authorization = '' } = headers;
  const key = headers['x-functions-key'] ?? /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
  if (key === undefined) throw unauthenticated('expected a key');
  return key;
}

export const unauthenticated = (message: string) =>
  new AppError(
    'unauthenticated',
    `${message}, in the header x-functions-key or Authorization: Bearer`,
  );
