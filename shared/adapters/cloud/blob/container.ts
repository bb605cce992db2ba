import type { BlobServiceClient, ContainerClient } from '@azure/storage-blob';
import { blobErrorCode, blobFailure } from './blob-failure.js';

/** What this app keeps in its storage account; `infra/modules` makes the same. */
export const blobContainers = {
  artifacts: 'artifacts',
  images: 'images',
  locks: 'locks',
  messages: 'messages',
} as const;

/** Of a call that carries no file; retries included. */
const shortCallMs = 15_000;

export interface BlobCall<T> {
  /** What it is when it fails: `… could not be read`. */
  readonly failure: string;
  run(client: ContainerClient, abortSignal: AbortSignal): Promise<T>;
  readonly timeoutMs?: number;
  /** Whether a container that is missing is made; it is unless said otherwise. */
  readonly isMade?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** One container of a storage account. */
export class BlobContainer {
  readonly #client: ContainerClient;

  constructor(service: BlobServiceClient, name: string) {
    this.#client = service.getContainerClient(name);
  }

  get url(): string {
    return this.#client.url;
  }

  /**
   * Makes a call within its time, and the container where it is missing and may be made. Rejects with `blobFailure`, or
   * with the signal's reason.
   */
  async call<T>(call: BlobCall<T>): Promise<T> {
    const { failure, run, timeoutMs = shortCallMs, isMade = true, signal } = call;
    const timeout = AbortSignal.timeout(timeoutMs);
    const either = signal ? AbortSignal.any([signal, timeout]) : timeout;
    try {
      return await run(this.#client, either).catch(async (error: unknown) => {
        if (!isMade || blobErrorCode(error) !== 'ContainerNotFound') throw error;
        await this.#client.createIfNotExists({ abortSignal: either });
        return await run(this.#client, either);
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw blobFailure(failure, timeout.aborted ? timeout.reason : error);
    }
  }
}
