import { BrokenCircuitError, BulkheadRejectedError } from 'cockatiel';
import { textToFloats } from '../../../contracts/inference/float-text.js';
import { type EncodedAnswer, encodedAnswerSchema } from '../../../contracts/inference.js';
import { AppError } from '../../../domain/errors.js';
import { isSameSpace, spaceName, type VectorSpace } from '../../../domain/vector-space.js';
import type { EncodedTexts } from '../../../ports/encoders.js';
import { InferenceFault } from './fault.js';
import type { Persist } from './patience.js';
import { type Posted, post, type ServerAddress } from './post.js';
import type { Reachability } from './reachability.js';
import { type Listeners, reported } from './reported.js';

/** What all encoders of one server share. */
export interface Connection extends Listeners {
  readonly server: ServerAddress;
  readonly persist: Persist;
  readonly reachability: Reachability;
}

/** Items that fit one request, encoded; rejects as the ports say. */
type EncodeRun<Item> = (items: readonly Item[], signal: AbortSignal) => Promise<EncodedTexts>;

export interface RemoteOptions<Item> {
  /** That in which vectors are wanted; others are refused. */
  readonly space: VectorSpace;
  toRequest(items: readonly Item[]): Pick<Posted, 'path' | 'mediaType' | 'body'>;
  /** Where the server cannot. In the same space. */
  readonly fallback: EncodeRun<Item> | undefined;
}

/**
 * Has the server encode, or else the fallback. Rejects with `unavailable` where the server cannot be had, answers with what
 * was not asked for, or in another space; with `overloaded` where it or this client is asked too much.
 */
export function remoteEncoder<Item>(
  connection: Connection,
  { space, toRequest, fallback }: RemoteOptions<Item>,
): EncodeRun<Item> {
  const { server, persist, reachability, trace } = connection;
  const attempt = async (items: readonly Item[], signal: AbortSignal) => {
    const maxAnswerBytes = 4_096 + items.length * (16 + space.dimensions * 6);
    const posted = { ...toRequest(items), maxAnswerBytes };
    const answer = await reported(connection, posted.path, (headers) =>
      post(server, { ...posted, headers }, signal),
    );
    const encoded = read(answer, space, items.length);
    reachability.answered();
    return encoded;
  };
  return async (items, signal) => {
    const context = trace?.current();
    const inTurn = () =>
      trace ? trace.resume(context, () => attempt(items, signal)) : attempt(items, signal);
    try {
      return await persist(inTurn, signal);
    } catch (error) {
      signal.throwIfAborted();
      const failure = toAppError(error, reachability);
      if (fallback === undefined) throw failure;
      return await fallback(items, signal);
    }
  };
}

function toAppError(error: unknown, reachability: Reachability): AppError {
  const about = (reason: string) => `the inference server ${reason}`;
  if (error instanceof BulkheadRejectedError) {
    return new AppError('overloaded', about('is asked too much at once'), { cause: error });
  }
  if (error instanceof BrokenCircuitError) {
    const { reason = 'failed' } = reachability.health;
    return new AppError('unavailable', about(`is left alone for a while: it ${reason}`));
  }
  const reason = error instanceof Error ? error.message : String(error);
  const isOverload = error instanceof InferenceFault && error.isOverload;
  if (!isOverload) reachability.failed(reason);
  return new AppError(isOverload ? 'overloaded' : 'unavailable', about(reason), { cause: error });
}

function read(answer: unknown, space: VectorSpace, count: number): EncodedTexts {
  const { space: theirs, vectors, truncated = [] } = checked(answer);
  if (!isSameSpace(theirs, space)) {
    const names = `expected ${spaceName(space)}, got ${spaceName(theirs)}`;
    throw misfit(`answers in another vector space: ${names}`);
  }
  try {
    return {
      vectors: textToFloats(vectors, count * space.dimensions),
      truncated: Array.from({ length: count }, (_, row) => truncated[row] === true),
    };
  } catch (cause) {
    throw misfit(`answers other vectors than were asked for: ${String(cause)}`, cause);
  }
}

function checked(answer: unknown): EncodedAnswer {
  const { data } = encodedAnswerSchema.safeParse(answer);
  if (data === undefined) throw misfit('answers what is no set of vectors');
  return data;
}

const misfit = (message: string, cause?: unknown) =>
  new InferenceFault(message, { isRepeatable: false, cause });
