import type { z } from 'zod';
import { isServiceBusHere, isStorageHere } from './connection-string.js';

/** What keys and signatures are called wherever they stand. */
const secretForm =
  /(AccountKey|SharedAccessKey|SharedAccessSignature)\s*=|[?&;]sig=|:\/\/[^/@\s]+:[^/@\s]+@/i;

/** Variables that are there for a secret. */
const secretNames = /_(KEYS?|PASS)$/;

/** Where a connection string with the key of an emulator may stand. */
const connectionStrings = {
  AzureWebJobsStorage: {
    isHere: isStorageHere,
    instead: 'AzureWebJobsStorage__accountName',
  },
  SERVICE_BUS_CONNECTION: {
    isHere: isServiceBusHere,
    instead: 'SERVICE_BUS_CONNECTION__fullyQualifiedNamespace',
  },
} as const;

/**
 * Refuses keys where none belong: accounts and namespaces are entered by identity, so that there is nothing to leak. Says
 * the variable's name and never its value.
 */
export function refuseSecrets(
  values: Readonly<Record<string, unknown>>,
  context: z.RefinementCtx,
): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'string' || secretNames.test(name)) continue;
    const message = isConnection(name) ? ofConnection(name, value) : ofOther(value);
    if (message !== undefined) context.addIssue({ code: 'custom', path: [name], message });
  }
}

const isConnection = (name: string): name is keyof typeof connectionStrings =>
  Object.hasOwn(connectionStrings, name);

function ofConnection(name: keyof typeof connectionStrings, value: string): string | undefined {
  const { isHere, instead } = connectionStrings[name];
  if (isHere(value)) return undefined;
  return `a connection string is taken for an emulator of this machine only; set ${instead} instead, and no key`;
}

const ofOther = (value: string) =>
  secretForm.test(value) ? 'holds a key or signature, which does not belong here' : undefined;
