import { describe, expect, it } from 'vitest';
import { openBlobs } from '../../../../../../shared/adapters/cloud/blob/account.js';
import { blobArtifactStore } from '../../../../../../shared/adapters/cloud/blob/blob-artifact-store.js';
import { azuriteBlobs } from '../../../../../support/blobs.js';
import { type Fault, faultyProxy } from '../../../../../support/faulty-proxy.js';

const blobs = azuriteBlobs();
const content = (size: number, seed = 7) =>
  Uint8Array.from({ length: size }, (_, at) => (at * seed) % 251);
const store = (container: string, port?: number) => blobArtifactStore(blobs.open(port), container);

const reads =
  (path: string): Fault['strikes'] =>
  (method, url) =>
    method === 'GET' && url.includes(path);
const writes =
  (path: string): Fault['strikes'] =>
  (method, url) =>
    method === 'PUT' && url.includes(path) && !url.includes('restype');

describe('artifacts in Blob Storage', () => {
  it('go up in blocks where they are large, and come back the same', async () => {
    const container = blobs.newContainer();
    const large = content(9 * 1024 * 1024 + 5);
    await store(container).write('a/large', large);
    const back = await store(container).read('a/large');
    expect(Buffer.from(large).equals(back ?? Buffer.alloc(0))).toBe(true);
  });

  it('of writers who send blocks of one path at once, one is kept whole', async () => {
    const container = blobs.newContainer();
    await store(container).write('first', content(1));
    const writers = [3, 5, 11].map((seed) => {
      const large = content(5 * 1024 * 1024, seed);
      return { large, done: store(container).write('a/large', large) };
    });
    const outcomes = await Promise.allSettled(writers.map(({ done }) => done));
    const kept = outcomes.flatMap(({ status }, at) =>
      status === 'fulfilled' ? [writers[at]] : [],
    );
    expect(kept).toHaveLength(1);
    const back = await store(container).read('a/large');
    expect(Buffer.from(kept[0]?.large ?? []).equals(back ?? Buffer.alloc(1))).toBe(true);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'conflict' });
  });

  it('are read on from where the connection broke', async () => {
    const container = blobs.newContainer();
    await store(container).write('a/b', content(400_000));
    const port = await faultyProxy(blobs.azurite.port, [
      { strikes: reads('a/b'), cutAfterBytes: 100_000 },
    ]);
    const back = await store(container, port).read('a/b');
    expect(Buffer.from(content(400_000)).equals(back ?? Buffer.alloc(0))).toBe(true);
  });

  it('are read anew where they were replaced while they were read, never half and half', async () => {
    const container = blobs.newContainer();
    await store(container).write('a/b', content(400_000));
    const newer = content(400_000, 13);
    const replace = async () => {
      await store(container).removeAll('a/b');
      await store(container).write('a/b', newer);
    };
    const port = await faultyProxy(blobs.azurite.port, [
      { strikes: reads('a/b'), cutAfterBytes: 100_000, afterwards: replace },
    ]);
    const back = await store(container, port).read('a/b');
    expect(Buffer.from(newer).equals(back ?? Buffer.alloc(0))).toBe(true);
  });

  it('are given up where they are replaced whenever they are read', async () => {
    const container = blobs.newContainer();
    await store(container).write('a/b', content(400_000));
    const replace = async () => {
      await store(container).removeAll('a/b');
      await store(container).write('a/b', content(400_000, 13));
    };
    const fault = { strikes: reads('a/b'), cutAfterBytes: 100_000, afterwards: replace };
    const port = await faultyProxy(blobs.azurite.port, [fault, fault, fault, fault]);
    await expect(store(container, port).read('a/b')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('replaced'),
    });
  });

  it('that do not fit their checksum are refused', async () => {
    const container = blobs.newContainer();
    await store(container).write('a/b', content(10));
    const blob = blobs.open().getContainerClient(container).getBlockBlobClient('a/b');
    await blob.setHTTPHeaders({ blobContentMD5: new Uint8Array(16) });
    await expect(store(container).read('a/b')).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('damaged'),
    });
  });

  it('are written once though the answer to the write is lost', async () => {
    const container = blobs.newContainer();
    await store(container).write('first', content(1));
    const port = await faultyProxy(blobs.azurite.port, [
      { strikes: writes('a/b'), cutAfterBytes: 0 },
    ]);
    await store(container, port).write('a/b', content(10));
    expect(await store(container).read('a/b')).toHaveLength(10);
  });

  it('know that a pointer was moved though the answer is lost', async () => {
    const container = blobs.newContainer();
    await store(container).movePointer('serving', 'v1', undefined);
    const mark = (await store(container).pointer('serving'))?.mark;
    const port = await faultyProxy(blobs.azurite.port, [
      { strikes: writes('serving'), cutAfterBytes: 0 },
    ]);
    expect(await store(container, port).movePointer('serving', 'v2', mark)).toBe(true);
    expect(await store(container).movePointer('serving', 'v3', mark)).toBe(false);
  });
});

describe('an account that cannot be used', () => {
  const secret = Buffer.from('some other key').toString('base64');

  it('with a wrong key is unavailable, and the key is told nobody', async () => {
    const connection = blobs.azurite.connectionString.replace(
      /AccountKey=[^;]*/,
      `AccountKey=${secret}`,
    );
    const wrong = blobArtifactStore(
      openBlobs({ kind: 'emulator', connection }),
      blobs.newContainer(),
    );
    const error = await wrong.read('a/b').catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('refuses this identity or key'),
    });
    expect(JSON.stringify(error)).not.toContain(secret);
  });

  it('at an address where nobody listens is unavailable', async () => {
    const store = blobArtifactStore(blobs.open(1), 'artifacts');
    await expect(store.read('a/b')).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('of a connection string that is none is refused without showing it', () => {
    const open = () => openBlobs({ kind: 'emulator', connection: `AccountKey=${secret}` });
    expect(open).toThrow('expected a connection string');
    expect(open).not.toThrow(secret);
  });
});
