import { describe, expect, it, onTestFinished } from 'vitest';
import { blobLock } from '../../../../../../shared/adapters/cloud/blob/blob-lock.js';
import { azuriteBlobs } from '../../../../../support/blobs.js';
import { Relay } from '../../../../../support/relay.js';

const blobs = azuriteBlobs();
const times = { leaseSeconds: 15, renewMs: 50, trustMs: 400 };

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));

describe('a lock that is lost', () => {
  it('to somebody who broke its lease stops the work, and is theirs to take', async () => {
    const containerName = blobs.newContainer();
    const lock = blobLock(blobs.open(), { containerName, times });
    const other = blobLock(blobs.open(), { containerName, times });
    const seen: boolean[] = [];
    const held = lock.hold('archive', async (signal) => {
      const blob = blobs.open().getContainerClient(containerName).getBlobClient('archive');
      await blob.getBlobLeaseClient().breakLease(0);
      await aborted(signal);
      seen.push(await other.hold('archive', async () => undefined));
    });
    await expect(held).rejects.toMatchObject({ code: 'conflict' });
    expect(seen).toEqual([true]);
  });

  it('because nobody answers its renewals any more stops the work', async () => {
    const relay = new Relay(blobs.azurite.port);
    const port = await relay.listen();
    onTestFinished(() => relay.close());
    const lock = blobLock(blobs.open(port), { containerName: blobs.newContainer(), times });
    const held = lock.hold('archive', async (signal) => {
      relay.fallSilent();
      await aborted(signal);
      // The release is to find somebody who answers.
      await relay.close();
    });
    await expect(held).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is renewed for as long as the work runs, though renewals fail now and then', async () => {
    const containerName = blobs.newContainer();
    const lock = blobLock(blobs.open(), { containerName, times: { ...times, renewMs: 5 } });
    const blob = blobs.open().getContainerClient(containerName).getBlobClient('archive');
    const held = await lock.hold('archive', async (signal) => {
      await expect.poll(async () => (await blob.getProperties()).leaseState).toBe('leased');
      expect(signal.aborted).toBe(false);
    });
    expect(held).toBe(true);
    expect((await blob.getProperties()).leaseState).toBe('available');
  });
});
