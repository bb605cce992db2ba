import { AppError } from '../../../domain/errors.js';

/** JSON in UTF-8. Throws `too-large` where it is more than a queue takes. */
export function encodeBody(queue: string, body: unknown, maxBytes: number): Buffer {
  const bytes = Buffer.from(JSON.stringify(body));
  if (bytes.byteLength <= maxBytes) return bytes;
  throw new AppError(
    'too-large',
    `${queue} takes messages of at most ${maxBytes} bytes, got ${bytes.byteLength}`,
  );
}
