import { AppError } from '../../../shared/domain/errors.js';
import type { HttpRequest } from '../../trigger.js';

/** The body piece by piece. Throws `too-large` as soon as it is known to be, `invalid` where it ends before its time. */
export async function* piecesOf(
  request: HttpRequest,
  maxSizeBytes: number,
): AsyncGenerator<Uint8Array> {
  if (Number(request.headers['content-length']) > maxSizeBytes) throw tooLarge(maxSizeBytes);
  let sizeBytes = 0;
  for await (const piece of unbroken(request)) {
    sizeBytes += piece.byteLength;
    if (sizeBytes > maxSizeBytes) throw tooLarge(maxSizeBytes);
    yield piece;
  }
}

async function* unbroken({ body }: HttpRequest): AsyncGenerator<Uint8Array> {
  try {
    if (body) yield* body;
  } catch (cause) {
    throw brokenOff(cause);
  }
}

const tooLarge = (maxSizeBytes: number) =>
  new AppError('too-large', `expected a body of at most ${maxSizeBytes} bytes, got more`);

const brokenOff = (cause: unknown) =>
  new AppError('invalid', 'the body ended before it was whole', { cause });
