import { createHash } from 'node:crypto';
import type { DataFile } from '../../../ports/data-files.js';
import type { DatasetOptions } from '../../../ports/dataset.js';

/** The same only while the file's content and the way to read it are the same. */
export async function fingerprint(
  file: DataFile,
  format: string,
  { columns, defaultType }: DatasetOptions,
): Promise<string> {
  const settings = JSON.stringify([format, file.name, file.sizeBytes, columns, defaultType]);
  const hash = createHash('sha256').update(settings);
  return hash
    .update(await file.mark())
    .digest('hex')
    .slice(0, 16);
}
