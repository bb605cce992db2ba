import { createHash } from 'node:crypto';
import { AppError } from '../../../domain/errors.js';

/** What the service compares with what arrived. */
export const md5Of = (content: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('md5').update(content).digest());

/** The same content. Throws `unavailable` for one that was damaged on its way. */
export function verified(
  name: string,
  content: Uint8Array,
  { contentMD5, contentLength }: BlobFacts,
): Uint8Array {
  const isWhole = contentLength === undefined || contentLength === content.byteLength;
  const isSame = contentMD5 === undefined || Buffer.from(contentMD5).equals(md5Of(content));
  if (isWhole && isSame) return content;
  throw new AppError('unavailable', `${name} arrived damaged: expected what its checksum says`);
}

interface BlobFacts {
  readonly contentMD5?: Uint8Array;
  readonly contentLength?: number;
}
