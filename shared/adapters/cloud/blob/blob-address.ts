import { AppError } from '../../../domain/errors.js';

export interface BlobAddress {
  readonly container: string;
  /** Of a blob or a folder; empty for the whole container. */
  readonly name: string;
}

/**
 * What an address in an account means: `https://ACCOUNT.blob.core.windows.net/container/a/b`. Throws `invalid` for one that
 * leads elsewhere, and for one with a signature: a right that others may read has no place in an address.
 */
export function blobAddress(address: string, accountUrl: string): BlobAddress {
  const base = accountUrl.replace(/\/*$/, '/');
  if (!URL.canParse(address)) throw new AppError('invalid', 'expected the address of a blob');
  const { href, search, hash } = new URL(address);
  if (search !== '' || hash !== '')
    throw new AppError('invalid', 'expected the address of a blob without a signature or query');
  if (!href.startsWith(new URL(base).href))
    throw new AppError('invalid', `expected the address of a blob in ${new URL(base).host}`);
  const [container = '', ...parts] = href.slice(new URL(base).href.length).split('/');
  if (container === '') throw new AppError('invalid', 'expected an address that names a container');
  return { container, name: decoded(parts.join('/')) };
}

export const addressOf = (containerUrl: string, name: string): string =>
  `${containerUrl}/${name.split('/').map(encodeURIComponent).join('/')}`;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw unreadable(cause);
  }
}

const unreadable = (cause: unknown) =>
  new AppError('invalid', 'expected an address whose escapes are UTF-8', { cause });
