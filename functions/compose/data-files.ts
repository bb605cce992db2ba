import { localFiles } from '../../shared/adapters/datasets/reading/local-files.js';
import { accountForm } from '../../shared/config/blob-variables.js';
import type { Config } from '../../shared/config.js';
import { AppError } from '../../shared/domain/errors.js';
import type { DataFiles } from '../../shared/ports/data-files.js';
import { composeBlobs } from './blobs.js';

/** Files of data sets: on the disk by their paths, in Blob Storage by their addresses. */
export function composeDataFiles(config: Pick<Config, 'blobs'>): DataFiles {
  const accounts = new Map<string, Promise<DataFiles>>();
  return {
    async find(path) {
      if (!isAddress(path)) return localFiles.find(path);
      const { origin } = new URL(path);
      const files = accounts.get(origin) ?? accountOf(origin, config);
      accounts.set(origin, files);
      return (await files).find(path);
    },
  };
}

/** What lies on no disk. */
export const isAddress = (path: string): boolean => /^https?:\/\//.test(path) && URL.canParse(path);

/** Tokens of this app's identity are given to accounts of Azure only; emulators are those of the configuration. */
async function accountOf(origin: string, { blobs }: Pick<Config, 'blobs'>): Promise<DataFiles> {
  const { blobDataFiles } = await import('../../shared/adapters/cloud/blob/blob-data-files.js');
  if (accountForm.test(origin))
    return blobDataFiles(await composeBlobs({ kind: 'identity', url: origin })());
  if (blobs?.kind === 'emulator') return blobDataFiles(await composeBlobs(blobs)());
  throw new AppError('invalid', `expected an address of Blob Storage, got one of ${origin}`);
}
