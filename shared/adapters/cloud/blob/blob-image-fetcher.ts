import type { BlobServiceClient } from '@azure/storage-blob';
import { AppError } from '../../../domain/errors.js';
import type { ImageFetcher } from '../../../ports/image-fetcher.js';
import { blobAddress } from './blob-address.js';
import { BlobContainer, blobContainers } from './container.js';
import { readBlob } from './read-blob.js';

export interface BlobImagesOptions {
  /** Whose addresses are read by right of this app. */
  readonly service: BlobServiceClient;
  readonly containerName?: string;
  readonly timeoutMs: number;
  readonly maxSizeBytes: number;
  /** Gets all other addresses. */
  readonly elsewhere: ImageFetcher;
}

/** Pictures of this app's own container, which strangers cannot see, beside those of the web. */
export function blobImageFetcher(options: BlobImagesOptions): ImageFetcher {
  const { service, containerName = blobContainers.images, elsewhere } = options;
  const container = new BlobContainer(service, containerName);
  return {
    async fetch(url, signal) {
      if (!isIn(container, url)) return elsewhere.fetch(url, signal);
      const { name } = blobAddress(url, service.url);
      const found = await readBlob(container, name, { ...options, signal }).catch((error) => {
        signal?.throwIfAborted();
        throw asRefusal(error);
      });
      if (found) return found.content;
      throw new AppError('invalid', 'the address gave no file: there is no such picture');
    },
  };
}

function isIn(container: BlobContainer, url: string): boolean {
  return URL.canParse(url) && new URL(url).href.startsWith(`${container.url}/`);
}

/** As the fetcher of the web says it: what an address leads to is the affair of whoever named it. */
function asRefusal(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code === 'too-large') return error;
  return new AppError('invalid', `the address could not be read: ${error.message}`, {
    cause: error,
  });
}
