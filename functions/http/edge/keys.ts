import { createHash, timingSafeEqual } from 'node:crypto';
import type { Access } from '../../../shared/contracts/operation.js';
import { AppError } from '../../../shared/domain/errors.js';
import type { HttpRequest } from '../../trigger.js';

export interface Keys {
  readonly apiKeys: readonly string[];
  readonly adminKeys: readonly string[];
}

const digest = (key: string) => createHash('sha256').update(key).digest();

/** Throws `unauthenticated` or `forbidden`. Where no key at all is configured, everybody may do everything. */
export function gatekeeper(keys: Keys) {
  const apiDigests = keys.apiKeys.map(digest);
  const adminDigests = keys.adminKeys.map(digest);
  const isOpen = apiDigests.length + adminDigests.length === 0;
  return (access: Access, request: HttpRequest): void => {
    if (isOpen || access === 'open') return;
    const given = keyOf(request);
    if (given === undefined) throw unauthenticated('expected a key');
    const mine = digest(given);
    if (isAmong(mine, adminDigests)) return;
    if (!isAmong(mine, apiDigests)) throw unauthenticated('expected a key that is known here');
    if (access === 'admin') throw new AppError('forbidden', 'expected an admin key');
  };
}

const unauthenticated = (message: string) =>
  new AppError(
    'unauthenticated',
    `${message}, in the header x-functions-key or Authorization: Bearer`,
  );

function keyOf({ headers }: HttpRequest): string | undefined {
  const { authorization = '' } = headers;
  return headers['x-functions-key'] ?? /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
}

/** Compares with every digest, so that the time says nothing about which one fits. */
function isAmong(mine: Buffer, digests: readonly Buffer[]): boolean {
  let fits = false;
  for (const each of digests) fits = timingSafeEqual(mine, each) || fits;
  return fits;
}
