/** Why a request to Cosmos DB came to nothing, though nothing was wrong with it. */
export class CosmosFault extends Error {
  override readonly name = 'CosmosFault';
  /** Whether the request surely changed nothing, so that any may be sent again. */
  readonly hadNoEffect: boolean;
  /** Whether other requests would fail alike: what collides with another, or is ahead of a replica, says nothing of those. */
  readonly isOfService: boolean;
  /** Whether it was sent again as often as is reasonable. */
  readonly isFinal: boolean;

  constructor(reason: string, facts: Pick<CosmosFault, 'hadNoEffect' | 'isOfService' | 'isFinal'>) {
    super(reason);
    this.hadNoEffect = facts.hadNoEffect;
    this.isOfService = facts.isOfService;
    this.isFinal = facts.isFinal;
  }

  asFinal(): CosmosFault {
    const { hadNoEffect, isOfService } = this;
    return new CosmosFault(this.message, { hadNoEffect, isOfService, isFinal: true });
  }
}

/** A failure of the SDK as a fault, where others would have failed alike; undefined for a refusal of this request. */
export function faultOf(error: unknown): CosmosFault | undefined {
  if (error instanceof CosmosFault) return error;
  const { code, substatus } = codeOf(error);
  const isKnown = typeof code === 'number' ? isPassing(code, substatus) : isOfNetwork(error, code);
  if (!isKnown) return undefined;
  const isOfService = code !== 449 && code !== 404;
  const hadNoEffect = !isOfService || neverSent.has(code);
  return new CosmosFault(reasonOf(code), { hadNoEffect, isOfService, isFinal: false });
}

/** The status that the service answered with, or 0 where it did not. */
export function statusOf(error: unknown): number {
  const { code } = codeOf(error);
  return typeof code === 'number' ? code : 0;
}

interface Code {
  readonly code: unknown;
  readonly substatus: unknown;
}

function codeOf(error: unknown): Code {
  const isObject = typeof error === 'object' && error !== null;
  return {
    code: isObject && 'code' in error ? error.code : undefined,
    substatus: isObject && 'substatus' in error ? error.substatus : undefined,
  };
}

/** A physical partition is gone, or about to be: the SDK asks the ones that took its place. */
const splits: ReadonlySet<unknown> = new Set([1002, 1007, 1008]);

/** Request timeout, gone, "retry with", and what is wrong with the service; a replica that is behind a session. */
function isPassing(status: number, substatus: unknown): boolean {
  if (status === 404) return substatus === 1002;
  if (status === 410) return !splits.has(substatus);
  return [408, 410, 449, 500, 502, 503, 504].includes(status);
}

/** The names of Node's and the SDK's failures to have an answer. An answer cut short is no JSON. */
function isOfNetwork(error: unknown, code: unknown): boolean {
  return error instanceof SyntaxError || (typeof code === 'string' && networkCodes.has(code));
}

const neverSent: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);
const networkCodes: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'],
  ...[
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ERR_STREAM_PREMATURE_CLOSE',
  ],
  ...['TimeoutError', 'REQUEST_SEND_ERROR', 'PARSE_ERROR'],
]);

function reasonOf(code: unknown): string {
  if (typeof code === 'number') return `answers ${code}`;
  if (code === 'TimeoutError') return 'gives no answer in time';
  if (code === undefined) return 'breaks off its answer';
  return `cannot be reached: ${String(code)}`;
}
