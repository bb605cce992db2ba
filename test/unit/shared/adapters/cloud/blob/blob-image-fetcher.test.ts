import { describe, expect, it } from 'vitest';
import { blobImageFetcher } from '../../../../../../shared/adapters/cloud/blob/blob-image-fetcher.js';
import { webImages } from '../../../../../../shared/adapters/pictures/web-images.js';
import { azuriteBlobs } from '../../../../../support/blobs.js';

const blobs = azuriteBlobs();

async function fetcherOf(files: Readonly<Record<string, string>>) {
  const containerName = blobs.newContainer();
  const container = blobs.open().getContainerClient(containerName);
  await container.create();
  for (const [name, content] of Object.entries(files))
    await container.getBlockBlobClient(name).uploadData(Buffer.from(content));
  const limits = { timeoutMs: 5_000, maxSizeBytes: 1_000 };
  const elsewhere = webImages({ allowedHosts: [], ...limits });
  const fetcher = blobImageFetcher({
    ...{ service: blobs.open(), containerName, elsewhere, ...limits },
  });
  return { fetcher, at: (name: string) => `${container.url}/${name}` };
}

describe('a picture in a container of this app', () => {
  it('is fetched by right of the app, though nobody else may', async () => {
    const { fetcher, at } = await fetcherOf({ 'shoes/red one.png': 'a picture' });
    const bytes = await fetcher.fetch(at('shoes/red%20one.png'));
    expect(Buffer.from(bytes).toString()).toBe('a picture');
  });

  it('that is missing, too large or reached with a signature is refused', async () => {
    const { fetcher, at } = await fetcherOf({ large: 'x'.repeat(1_001), small: 'x' });
    await expect(fetcher.fetch(at('none'))).rejects.toMatchObject({ code: 'invalid' });
    await expect(fetcher.fetch(at('large'))).rejects.toMatchObject({ code: 'too-large' });
    await expect(fetcher.fetch(at('small?sig=x'))).rejects.toMatchObject({ code: 'invalid' });
  });

  it('is given up when its caller has left', async () => {
    const { fetcher, at } = await fetcherOf({ small: 'x' });
    const reason = new Error('gone');
    await expect(fetcher.fetch(at('small'), AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

describe('a picture elsewhere', () => {
  it('is left to the fetcher of the web, other containers of the account too', async () => {
    const { fetcher, at } = await fetcherOf({ small: 'x' });
    const notPublic = { code: 'invalid', message: expect.stringContaining('public internet') };
    await expect(fetcher.fetch('http://127.0.0.1:1/a.png')).rejects.toMatchObject(notPublic);
    const other = at('../models/secret');
    await expect(fetcher.fetch(other)).rejects.toMatchObject(notPublic);
  });
});
