import type { BlobServiceClient } from '@azure/storage-blob';
import { AppError } from '../../../domain/errors.js';
import type { DataFile, DataFiles, FoundFiles } from '../../../ports/data-files.js';
import { addressOf, blobAddress } from './blob-address.js';
import { blobErrorCode } from './blob-failure.js';
import { BlobContainer } from './container.js';
import { gatherBytes } from './gather-bytes.js';

/** What one request brings. */
const rangeBytes = 4 * 1024 * 1024;
const rangeMs = 60_000;
const listMs = 120_000;
const maxFiles = 10_000;

/** Notes that data tools leave beside their files: `_SUCCESS`, `_temporary/`, `.part.crc`. */
const isNote = (name: string) => name.split('/').some((part) => /^[._]/.test(part));

/**
 * Files of data sets in an account, by their addresses. A folder stands for all blobs below it, however deep, as data tools
 * write one table into many. What is found is read as it was found: replaced meanwhile, it is a `conflict`.
 */
export function blobDataFiles(service: BlobServiceClient): DataFiles {
  return {
    async find(path) {
      const { container: containerName, name } = blobAddress(path, service.url);
      const container = new BlobContainer(service, containerName);
      const file = name === '' || name.endsWith('/') ? undefined : await fileOf(container, name);
      if (file) return { isFolder: false, files: [file] };
      return folderOf(container, name === '' || name.endsWith('/') ? name : `${name}/`);
    },
  };
}

interface Found {
  readonly name: string;
  readonly shortName: string;
  readonly sizeBytes: number;
  readonly etag: string;
}

/** Undefined where there is none, or only the mark that a hierarchical account makes for a folder. */
async function fileOf(container: BlobContainer, name: string): Promise<DataFile | undefined> {
  return container.call({
    failure: `${name} could not be found`,
    isMade: false,
    async run(client, abortSignal) {
      try {
        const facts = await client.getBlobClient(name).getProperties({ abortSignal });
        if (facts.metadata?.['hdi_isfolder'] === 'true') return undefined;
        const shortName = name.slice(name.lastIndexOf('/') + 1);
        const { contentLength: sizeBytes = 0, etag = '' } = facts;
        return dataFile(container, { name, shortName, sizeBytes, etag });
      } catch (error) {
        if (blobErrorCode(error) === 'BlobNotFound') return undefined;
        throw error;
      }
    },
  });
}

async function folderOf(container: BlobContainer, prefix: string): Promise<FoundFiles> {
  const found = await container.call({
    ...{ failure: `${container.url} could not be listed`, timeoutMs: listMs, isMade: false },
    async run(client, abortSignal) {
      const blobs: Found[] = [];
      for await (const { name, properties } of client.listBlobsFlat({ prefix, abortSignal })) {
        const { contentLength: sizeBytes = 0, etag } = properties;
        const shortName = name.slice(prefix.length);
        if (sizeBytes > 0 && !isNote(shortName)) blobs.push({ name, shortName, sizeBytes, etag });
        if (blobs.length > maxFiles) throw tooMany(container, prefix);
      }
      return blobs;
    },
  });
  if (found.length === 0) throw none(addressOf(container.url, prefix));
  const files = found.toSorted((a, b) => (a.shortName < b.shortName ? -1 : 1));
  return { isFolder: true, files: files.map((each) => dataFile(container, each)) };
}

function dataFile(container: BlobContainer, found: Found): DataFile {
  const { name, shortName, sizeBytes, etag } = found;
  const path = addressOf(container.url, name);
  return {
    ...{ path, name: shortName, sizeBytes },
    mark: async () => Buffer.from(`${path}\n${etag}`),
    async *read(start, end = sizeBytes) {
      const last = Math.min(end, sizeBytes);
      for (let at = start; at < last; at += rangeBytes)
        yield await readRange(container, found, at, Math.min(rangeBytes, last - at));
    },
  };
}

function readRange(
  container: BlobContainer,
  { name, etag }: Found,
  start: number,
  count: number,
): Promise<Uint8Array> {
  return container.call({
    ...{ failure: `${name} could not be read`, timeoutMs: rangeMs, isMade: false },
    async run(client, abortSignal) {
      const range = { start, count, etag, maxSizeBytes: rangeBytes, abortSignal };
      const { content } = await gatherBytes(client.getBlobClient(name), range);
      if (content.byteLength === count) return content;
      throw new AppError('unavailable', `${name} ended at byte ${start + content.byteLength}`);
    },
  });
}

const none = (address: string) =>
  new AppError('not-found', `${address}: no such blob, and no blobs below it`);

const tooMany = (container: BlobContainer, prefix: string) =>
  new AppError(
    'invalid',
    `${addressOf(container.url, prefix)}: expected at most ${maxFiles} files, got more`,
  );
