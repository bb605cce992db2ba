import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { z } from 'zod';
import { storedChangeSchema } from '../../contracts/stored-records.js';
import { AppError } from '../../domain/errors.js';
import type { ArtifactStore } from '../../ports/artifact-store.js';
import type { Change } from '../../ports/change-log.js';

const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** Of the files of an archive; another version of this program writes another. */
const format = 1;

const manifestSchema = z.object({
  format: z.literal(format),
  cursor: z.string(),
  madeAt: z.number(),
  pages: z.array(z.object({ sha256: z.string(), changes: z.number() })),
});

const pageSchema = z.array(storedChangeSchema);

export type Manifest = z.infer<typeof manifestSchema>;

/** Everything of an archive lies under its id; the manifest comes last, and makes it one. */
export const archives = 'changes/';
export const filesOf = (id: string) => `${archives}${id}/`;
export const manifestOf = (id: string) => `${filesOf(id)}manifest.json`;
export const pageOf = (id: string, index: number) => `${filesOf(id)}${index}.ndjson.gz`;

export const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

export function encodeManifest(manifest: Omit<Manifest, 'format'>): Uint8Array {
  return Buffer.from(JSON.stringify({ format, ...manifest }));
}

/** Undefined where there is none. Throws `conflict` where it cannot be read. */
export async function readManifest(
  artifacts: ArtifactStore,
  id: string,
): Promise<Manifest | undefined> {
  const content = await artifacts.read(manifestOf(id));
  if (content === undefined) return undefined;
  try {
    return manifestSchema.parse(JSON.parse(Buffer.from(content).toString()));
  } catch (cause) {
    throw damaged(id, 'its manifest cannot be read', cause);
  }
}

/** One change a line. */
export function encodePage(changes: readonly Change[]): Promise<Uint8Array> {
  return zip(changes.map((change) => JSON.stringify(change)).join('\n'));
}

export async function decodePage(id: string, content: Uint8Array): Promise<readonly Change[]> {
  try {
    const text = (await unzip(content)).toString();
    if (text === '') return [];
    // As one array, which takes half the time of as many texts as there are lines.
    return pageSchema.parse(JSON.parse(`[${text.replaceAll('\n', ',')}]`));
  } catch (cause) {
    throw damaged(id, 'a page of it cannot be read', cause);
  }
}

export function damaged(id: string, what: string, cause?: unknown): AppError {
  return new AppError('conflict', `the archive ${id} of changes is damaged: ${what}`, { cause });
}
