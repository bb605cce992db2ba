import { Agent } from 'node:https';
import type { CosmosClientOptions } from '@azure/cosmos';
import { AppError } from '../../../domain/errors.js';

/** What gives tokens of Microsoft Entra ID, as those of `@azure/identity` do. */
type Credential = NonNullable<CosmosClientOptions['aadCredentials']>;

/** Where an account is, and how one is let in. */
export interface Access {
  readonly endpoint: string;
  /** A secret, taken for emulators on this machine only: accounts are entered by identity. */
  readonly key?: string | undefined;
  /** Who enters; the identity of this machine or of who is signed in where none is given. */
  readonly credential?: Credential | undefined;
}

export async function accessOptions(access: Access): Promise<CosmosClientOptions> {
  const { endpoint, key, credential } = access;
  const { origin, protocol } = addressOf(endpoint);
  const isHere = isLoopback(endpoint);
  if (key !== undefined && !isHere) throw keyRefused(origin);
  // Emulators sign for themselves; nobody else can listen between this machine and itself.
  const isOwnSigned = isHere && protocol === 'https:';
  const agent = isOwnSigned && new Agent({ keepAlive: true, rejectUnauthorized: false });
  const place = { endpoint: origin, ...(agent && { agent }) };
  if (key !== undefined) return { ...place, key };
  if (protocol === 'https:') {
    return { ...place, aadCredentials: credential ?? (await usualCredential()) };
  }
  if (isHere) return { ...place, tokenProvider: tokenProvider(origin, credential) };
  throw new AppError('invalid', `${origin} must be reached by https, as it is not on this machine`);
}

/** Whether it is on this machine. Throws `invalid` for what is no address. */
export function isLoopback(endpoint: string): boolean {
  const { hostname } = addressOf(endpoint);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function addressOf(endpoint: string): URL {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const isHttp = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (url === undefined || !isHttp || url.username !== '' || url.search !== '') {
    throw new AppError(
      'invalid',
      'expected an endpoint of Cosmos DB: https://….documents.azure.com',
    );
  }
  return url;
}

function keyRefused(origin: string): AppError {
  const message = `${origin} must be entered by identity: a key is taken for emulators on this machine only`;
  return new AppError('invalid', message);
}

async function usualCredential(): Promise<Credential> {
  const { DefaultAzureCredential } = await import('@azure/identity');
  return new DefaultAzureCredential();
}

/** By itself the SDK would send tokens over TLS only, which emulators on this machine need not have. */
function tokenProvider(origin: string, given: Credential | undefined) {
  let found = given;
  return async () => {
    found ??= await usualCredential();
    const token = await found.getToken(`${origin}/.default`);
    if (token === null) throw new AppError('unavailable', 'no token for Cosmos DB could be had');
    return `type=aad&ver=1.0&sig=${token.token}`;
  };
}
