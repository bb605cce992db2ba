import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { decodeEncoderManifest } from '../../contracts/encoder-manifest.js';
import type { EncoderFile, EncoderModel } from '../../domain/encoder-model.js';
import { AppError } from '../../domain/errors.js';
import type { FetchReport, ModelShelf } from '../../ports/model-shelf.js';
import { download, sizeOf } from './download.js';
import { fileHash } from './file-hash.js';

export interface ShelfOptions {
  /** Each model lies in `<name>/<version>` below it. A `manifest.json` in it adds models of one's own. */
  readonly folder: string;
  /** Address of a hub that has files at `<repository>/resolve/<revision>/<path>`. */
  readonly hub: string;
  /** The models that the product knows. */
  readonly known: readonly EncoderModel[];
}

/** Models as files of a folder, from a hub such as Hugging Face's. */
export function fileModelShelf(options: ShelfOptions): ModelShelf {
  const folderOf = ({ name, version }: EncoderModel) => resolve(options.folder, name, version);
  return {
    models: () => listModels(options),
    async locate(model) {
      const folder = folderOf(model);
      for (const file of model.files) {
        const problem = await problemOf(join(folder, file.path), file);
        if (problem !== undefined) throw notThere(model, file, problem);
      }
      return folder;
    },
    fetch: (model, report, signal) =>
      fetchModel({ model, folder: folderOf(model), hub: options.hub, report }, signal),
  };
}

async function listModels({ folder, known }: ShelfOptions): Promise<readonly EncoderModel[]> {
  const own = await readOwn(join(folder, 'manifest.json'));
  const names = new Set(own.map(({ name }) => name));
  return [...own, ...known.filter(({ name }) => !names.has(name))];
}

async function readOwn(path: string): Promise<readonly EncoderModel[]> {
  const content = await readFile(path).catch(() => undefined);
  if (!content) return [];
  try {
    return decodeEncoderManifest(content);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, cause: unknown): AppError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new AppError('invalid', `${path}: ${message}`, { cause });
}

/** What is wrong with a file; undefined for the right one. */
async function problemOf(path: string, file: EncoderFile): Promise<string | undefined> {
  const size = await sizeOf(path);
  if (size === 0) return 'is missing';
  if (size !== file.sizeBytes) return `has ${size} bytes instead of ${file.sizeBytes}`;
  return (await fileHash(path)) === file.sha256 ? undefined : 'has another SHA-256';
}

function notThere({ name }: EncoderModel, { path }: EncoderFile, problem: string): AppError {
  const remedy = `npm run models:fetch -- ${name} brings it in`;
  return new AppError('unavailable', `${path} ${problem}; ${remedy}`);
}

interface Fetching {
  readonly model: EncoderModel;
  readonly folder: string;
  readonly hub: string;
  readonly report: FetchReport;
}

async function fetchModel(
  { model, folder, hub, report }: Fetching,
  signal?: AbortSignal,
): Promise<boolean> {
  const total = model.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  let done = 0;
  let isNew = false;
  for (const expected of model.files) {
    signal?.throwIfAborted();
    const path = join(folder, expected.path);
    if ((await problemOf(path, expected)) !== undefined) {
      const url = `${hub}/${model.repository}/resolve/${model.revision}/${expected.path}`;
      const onBytes = (bytes: number) => report(done + bytes, total);
      await download({ url, path, expected, onBytes }, signal);
      isNew = true;
    }
    done += expected.sizeBytes;
    report(done, total);
  }
  return isNew;
}
