import type { BlobLeaseClient, BlobServiceClient } from '@azure/storage-blob';
import { pointerName } from '../../../domain/artifact-path.js';
import { AppError } from '../../../domain/errors.js';
import type { Lock } from '../../../ports/lock.js';
import { keepLock } from '../queues/keep-lock.js';
import { blobErrorCode } from './blob-failure.js';
import { BlobContainer, blobContainers } from './container.js';
import { writeBlob } from './write-blob.js';

export interface LeaseTimes {
  /** How long the lock of a process that died stays taken: 15 to 60. */
  readonly leaseSeconds: number;
  readonly renewMs: number;
  /** So long after its last renewal a lock that cannot be renewed is given up: a renewal's time before its end. */
  readonly trustMs: number;
}

const usualTimes: LeaseTimes = { leaseSeconds: 30, renewMs: 10_000, trustMs: 20_000 };

/** A lock is the lease of an empty blob of its name, renewed for as long as the work runs. */
export function blobLock(
  service: BlobServiceClient,
  {
    containerName = blobContainers.locks,
    times = usualTimes,
  }: { readonly containerName?: string; readonly times?: LeaseTimes } = {},
): Lock {
  const container = new BlobContainer(service, containerName);
  return {
    async hold(name, run) {
      const lease = new Lease(container, pointerName(name), times);
      if (!(await lease.acquire())) return false;
      const lost = new AbortController();
      const release = keepLock({ renewMs: times.renewMs, renew: () => lease.renew() }, (error) => {
        if (lease.isLostBy(error)) lost.abort(lostLock(name, error));
      });
      try {
        await run(lost.signal);
      } finally {
        await release();
        await lease.release();
      }
      lost.signal.throwIfAborted();
      return true;
    },
  };
}

const lostLock = (name: string, cause: unknown) =>
  new AppError('conflict', `the lock ${name} was lost`, { cause });

class Lease {
  readonly #container: BlobContainer;
  readonly #name: string;
  readonly #times: LeaseTimes;
  #client: BlobLeaseClient | undefined;
  /** By the clock of this process, from the moment that the last renewal was asked for. */
  #heldUntil = 0;

  constructor(container: BlobContainer, name: string, times: LeaseTimes) {
    this.#container = container;
    this.#name = name;
    this.#times = times;
  }

  /** False where another has it. */
  async acquire(): Promise<boolean> {
    const asked = performance.now();
    const outcome = await this.#tryAcquire();
    if (outcome === 'missing') {
      await writeBlob(this.#container, this.#name, new Uint8Array(), { ifNoneMatch: '*' });
      return (await this.#tryAcquire()) === 'acquired' && this.#counts(asked);
    }
    return outcome === 'acquired' && this.#counts(asked);
  }

  async renew(): Promise<void> {
    const asked = performance.now();
    await this.#container.call({
      failure: `the lock ${this.#name} could not be renewed`,
      timeoutMs: Math.max(1, Math.ceil(this.#heldUntil - asked)),
      run: async (_, abortSignal) => void (await this.#client?.renewLease({ abortSignal })),
    });
    this.#counts(asked);
  }

  /** Whether a renewal that failed so means that another may have it. */
  isLostBy(error: unknown): boolean {
    const isRefused = error instanceof AppError && error.code !== 'unavailable';
    return isRefused || performance.now() >= this.#heldUntil;
  }

  /** One that cannot be released ends by itself. */
  async release(): Promise<void> {
    await this.#container
      .call({
        failure: `the lock ${this.#name} could not be released`,
        run: async (_, abortSignal) => void (await this.#client?.releaseLease({ abortSignal })),
      })
      .catch(() => undefined);
  }

  #counts(asked: number): true {
    this.#heldUntil = asked + this.#times.trustMs;
    return true;
  }

  #tryAcquire(): Promise<'acquired' | 'held' | 'missing'> {
    return this.#container.call({
      failure: `the lock ${this.#name} could not be taken`,
      run: async (client, abortSignal) => {
        this.#client = client.getBlobClient(this.#name).getBlobLeaseClient();
        try {
          await this.#client.acquireLease(this.#times.leaseSeconds, { abortSignal });
          return 'acquired';
        } catch (error) {
          const code = blobErrorCode(error);
          if (code === 'LeaseAlreadyPresent') return 'held';
          if (code === 'BlobNotFound') return 'missing';
          throw error;
        }
      },
    });
  }
}
