import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.js';
import { notPublic } from './web-address.js';

interface HostAddress {
  readonly address: string;
  /** 4 or 6. */
  readonly family: number;
}

/** All addresses of a name. */
export type Resolve = (hostname: string) => Promise<readonly HostAddress[]>;

export const resolveBySystem: Resolve = (hostname) => lookup(hostname, { all: true });

/**
 * What a connection asks for the addresses of its host. It connects to what this answers and nothing else, so no name can
 * mean one host while it is checked and another while it is used. Where one address is not public, the host is refused.
 */
export function guardedLookup(resolve: Resolve, mayBePrivate: boolean): LookupFunction {
  const resolveChecked = async (hostname: string) => {
    const found = await resolve(hostname);
    const isFine = mayBePrivate || found.every(({ address }) => isPublicAddress(address));
    const [first] = found;
    if (!isFine || first === undefined) throw notPublic();
    return { found: [...found], first };
  };
  return (hostname, { all }, answer) => {
    resolveChecked(hostname).then(
      ({ found, first }) => (all ? answer(null, found) : answer(null, first.address, first.family)),
      (error: Error) => answer(error, ''),
    );
  };
}
