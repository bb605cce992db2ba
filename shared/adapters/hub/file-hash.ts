import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** SHA-256 of a file in lower-case hexadecimal, read piece by piece. */
export async function fileHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  const pieces = createReadStream(path, { highWaterMark: 2 ** 18 });
  for await (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}
