import { z } from 'zod';
import { emulatorKey, isHere, isStorageHere } from './connection-string.js';

/** Where models, pictures and data sets may be kept beside the disk: an account by identity, or an emulator of this machine. */
export type BlobConfig =
  | { readonly kind: 'identity'; readonly url: string }
  | { readonly kind: 'emulator'; readonly connection: string };

/** An account of Blob Storage, in whatever cloud of Azure. */
export const accountForm = /^https:\/\/[a-z0-9]{3,24}(-secondary)?(\.z\d{2})?\.blob\.[a-z0-9.]+$/;
const emulatorAddress = 'http://127.0.0.1:10000/devstoreaccount1';

const endpoint = z
  .string()
  .max(2_048)
  .transform((text) => text.replace(/\/+$/, ''))
  .refine((text) => accountForm.test(text) || isEmulator(text), {
    error: `expected https://ACCOUNT.blob.core.windows.net, or ${emulatorAddress}`,
  });

const isEmulator = (text: string) => isHere(text) && new URL(text).search === '';

export const blobVariables = { BLOB_ENDPOINT: endpoint.optional() };

const schema = z.object({ ...blobVariables, AzureWebJobsStorage: z.string().optional() });
type Values = z.output<typeof schema>;

/** An emulator is entered by the key in the connection string of the host's own storage. */
export function demandEmulatorKey(values: Values, context: z.RefinementCtx): void {
  const { BLOB_ENDPOINT: url, AzureWebJobsStorage: storage } = values;
  if (url === undefined || accountForm.test(url) || connectionTo(url, storage) !== undefined)
    return;
  const message = 'needed for BLOB_ENDPOINT: the connection string of that emulator';
  context.addIssue({ code: 'custom', path: ['AzureWebJobsStorage'], message });
}

export function readBlobConfig(values: Values): BlobConfig | undefined {
  const { BLOB_ENDPOINT: url, AzureWebJobsStorage: storage } = values;
  if (url === undefined) return undefined;
  if (accountForm.test(url)) return { kind: 'identity', url };
  return { kind: 'emulator', connection: connectionTo(url, storage) ?? '' };
}

function connectionTo(url: string, storage: string | undefined): string | undefined {
  if (storage === undefined || !isStorageHere(storage)) return undefined;
  const found = emulatorKey(storage);
  if (found === undefined) return url === emulatorAddress ? storage : undefined;
  const { account, key } = found;
  const protocol = new URL(url).protocol.slice(0, -1);
  return `DefaultEndpointsProtocol=${protocol};AccountName=${account};AccountKey=${key};BlobEndpoint=${url};`;
}
