import type { IncomingMessage } from 'node:http';
import { shown } from '../../../shared/contracts/complaints.js';
import { AppError } from '../../../shared/domain/errors.js';
import type { ServerRequest } from './route.js';

export interface BodyLimits {
  readonly mediaType: string;
  readonly maxSizeBytes: number;
}

/**
 * Bounds what the bodies of all requests in the house take together, from before they are read until they are answered:
 * a line of pictures is long in memory before it is long in number.
 */
export class BodyRoom {
  readonly #maxSizeBytes: number;
  #takenBytes = 0;

  constructor(maxSizeBytes: number) {
    this.#maxSizeBytes = maxSizeBytes;
  }

  /**
   * Reads a body and hands it to `use`. Throws `unsupported-media-type`, `too-large`, `overloaded` where there is no room
   * for it, and `invalid` where it ends too early.
   */
  async with<T>(
    request: ServerRequest,
    limits: BodyLimits,
    use: (body: Uint8Array) => Promise<T>,
  ): Promise<T> {
    demandType(request, limits.mediaType);
    const sizeBytes = announcedBytes(request, limits.maxSizeBytes);
    if (this.#takenBytes + sizeBytes > this.#maxSizeBytes) {
      throw new AppError('overloaded', 'the bodies of other requests fill all the memory for them');
    }
    this.#takenBytes += sizeBytes;
    try {
      return await use(await collect(request.incoming, limits.maxSizeBytes));
    } finally {
      this.#takenBytes -= sizeBytes;
    }
  }
}

function demandType({ headers }: ServerRequest, mediaType: string): void {
  const [type = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  const isUtf8 = parameters.every((each) => !/charset=(?!"?utf-?8)/.test(each));
  const encoding = headers['content-encoding'] ?? 'identity';
  if (type.trim() === mediaType && isUtf8 && encoding === 'identity') return;
  const got = shown(encoding === 'identity' ? (headers['content-type'] ?? '') : encoding);
  throw new AppError(
    'unsupported-media-type',
    `expected a body of ${mediaType}, not compressed, got ${got}`,
  );
}

/** The size that a body will have at most. */
function announcedBytes({ headers }: ServerRequest, maxSizeBytes: number): number {
  const length = headers['content-length'];
  const sizeBytes = length === undefined ? maxSizeBytes : Number(length);
  if (sizeBytes > maxSizeBytes) throw tooLarge(maxSizeBytes);
  return sizeBytes;
}

async function collect(incoming: IncomingMessage, maxSizeBytes: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of unbroken(incoming)) {
    sizeBytes += piece.byteLength;
    if (sizeBytes > maxSizeBytes) throw tooLarge(maxSizeBytes);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

const tooLarge = (maxSizeBytes: number) =>
  new AppError('too-large', `expected a body of at most ${maxSizeBytes} bytes, got more`);

async function* unbroken(incoming: IncomingMessage): AsyncGenerator<Uint8Array> {
  try {
    // The connection has to live on, for the answer to be sent.
    yield* incoming.iterator({ destroyOnReturn: false });
  } catch (cause) {
    throw broken(cause);
  }
}

const broken = (cause: unknown) =>
  new AppError('invalid', 'the body ended before it was whole', { cause });
