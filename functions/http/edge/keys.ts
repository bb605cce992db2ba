import { keyOf, keyRing, unauthenticated } from '../../../shared/contracts/keys.js';
import type { Access } from '../../../shared/contracts/operation.js';
import { AppError } from '../../../shared/domain/errors.js';
import type { HttpRequest } from '../../trigger.js';

export interface Keys {
  readonly apiKeys: readonly string[];
  readonly adminKeys: readonly string[];
}

/** Throws `unauthenticated` or `forbidden`. Where no key at all is configured, everybody may do everything. */
export function gatekeeper({ apiKeys, adminKeys }: Keys) {
  const isApiKey = keyRing(apiKeys);
  const isAdminKey = keyRing(adminKeys);
  const isOpen = apiKeys.length + adminKeys.length === 0;
  return (access: Access, request: HttpRequest): void => {
    if (isOpen || access === 'open') return;
    const key = keyOf(request.headers);
    if (isAdminKey(key)) return;
    if (!isApiKey(key)) throw unauthenticated('expected a key that is known here');
    if (access === 'admin') throw new AppError('forbidden', 'expected an admin key');
  };
}
