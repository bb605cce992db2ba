import { isIP } from 'node:net';
import { AppError } from '../../domain/errors.js';
import { isPublicAddress } from './public-address.js';

/** Whether the host of an address may be asked wherever it is. */
export type IsOpen = (url: URL) => boolean;

/**
 * Reads an address, or where a redirect leads from `base`. All spellings of a number that `URL` knows are the same host
 * to it. Throws `invalid` for what is no http(s) address without a password, or names a host by a number that is not public.
 */
export function webAddress(text: string, isOpen: IsOpen, base?: URL): URL {
  if (!URL.canParse(text, base?.href)) throw refused('expected a web address, got none');
  const url = new URL(text, base?.href);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw refused(`expected an address of http or https, got ${url.protocol.slice(0, 20)}`);
  }
  if (url.username !== '' || url.password !== '') {
    throw refused('expected an address without user and password');
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !isPublicAddress(host) && !isOpen(url)) throw notPublic();
  return url;
}

export const notPublic = () => refused('expected the address of a host of the public internet');

export const refused = (message: string, cause?: unknown) =>
  new AppError('invalid', message, { cause });
