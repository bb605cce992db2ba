import type { IncomingMessage } from 'node:http';
import { ServiceError } from './service-error.js';

const maxBytes = 4 * 1_024 * 1_024;

/** Throws 413 where there is more than any request may have. */
export async function readBody(message: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  for await (const piece of message) {
    sizeBytes += piece.length;
    // What is too much is read to its end all the same: cut off, a client sees no answer but a broken connection.
    if (sizeBytes <= maxBytes) pieces.push(piece);
  }
  if (sizeBytes > maxBytes) throw new ServiceError(413, 'Request size is too large');
  return Buffer.concat(pieces).toString();
}
