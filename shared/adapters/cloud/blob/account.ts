import type { TokenCredential } from '@azure/identity';
import { BlobServiceClient, type StoragePipelineOptions } from '@azure/storage-blob';
import { AppError } from '../../../domain/errors.js';

/** Where blobs are kept, and by what right. */
export type BlobAccount =
  /** `https://ACCOUNT.blob.core.windows.net`, by identity: no key, nothing to leak. */
  | { readonly kind: 'identity'; readonly url: string; readonly credential: TokenCredential }
  /** An emulator of this machine by its connection string, whose key is no secret. */
  | { readonly kind: 'emulator'; readonly connection: string };

/** The client of an account. */
export type BlobService = BlobServiceClient;

const options: StoragePipelineOptions = {
  retryOptions: { maxTries: 4, retryDelayInMs: 200, maxRetryDelayInMs: 2_000 },
};

/** Does not connect yet. Throws `invalid` for a connection string that is none. */
export function openBlobs(account: BlobAccount): BlobServiceClient {
  if (account.kind === 'identity')
    return new BlobServiceClient(account.url, account.credential, options);
  try {
    return BlobServiceClient.fromConnectionString(account.connection, options);
  } catch (cause) {
    throw unreadable(cause);
  }
}

const unreadable = (cause: unknown) =>
  new AppError('invalid', 'expected a connection string of a storage emulator', { cause });
