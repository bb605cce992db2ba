import { isLoopback } from './environment.js';

/** The parts of `Name=value;Name=value`; a name counts without case. Undefined where it is none. */
function partsOf(connection: string): ReadonlyMap<string, string> | undefined {
  const parts = new Map<string, string>();
  for (const part of connection.split(';')) {
    if (part.trim() === '') continue;
    const at = part.indexOf('=');
    if (at < 1) return undefined;
    parts.set(part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim());
  }
  return parts;
}

const storageEndpoints = ['blobendpoint', 'queueendpoint', 'tableendpoint'];

/** Whether a connection string of Storage leads to an emulator of this machine, whose key is no secret. */
export function isStorageHere(connection: string): boolean {
  const parts = partsOf(connection);
  if (parts?.get('usedevelopmentstorage') === 'true')
    return isHere(parts.get('developmentstorageproxyuri') ?? 'http://localhost');
  const endpoints = storageEndpoints.flatMap((name) => parts?.get(name) ?? []);
  return endpoints.length > 0 && endpoints.every(isHere);
}

/** Whether a connection string of Service Bus leads to this machine. */
export function isServiceBusHere(connection: string): boolean {
  return isHere(partsOf(connection)?.get('endpoint') ?? '');
}

/** Account and key of an emulator, where the string names them. */
export function emulatorKey(
  connection: string,
): { readonly account: string; readonly key: string } | undefined {
  const parts = partsOf(connection);
  const account = parts?.get('accountname');
  const key = parts?.get('accountkey');
  return account === undefined || key === undefined ? undefined : { account, key };
}

/** Whether an address leads to this machine. */
export function isHere(address: string): boolean {
  if (!URL.canParse(address)) return false;
  // `sb:` is no scheme whose hosts `URL` reads alike.
  const { hostname } = new URL(address.replace(/^sb:/, 'http:'));
  return isLoopback(hostname.replace(/^\[|\]$/g, ''));
}
