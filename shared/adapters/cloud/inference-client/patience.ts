import {
  BrokenCircuitError,
  bulkhead,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  DelegateBackoff,
  type FailureReason,
  handleWhen,
  retry,
} from 'cockatiel';
import { InferenceFault } from './fault.js';

export interface Patience {
  readonly retries: number;
  /** Doubles from one retry to the next. */
  readonly pauseMs: { readonly first: number; readonly longest: number };
  /** Failures in a row after which the server is left alone … */
  readonly breakAfter: number;
  /** … for so long; then one request tries whether it is back. */
  readonly restMs: number;
  /** Requests at a time, and how many may wait for their turn. */
  readonly atOnce: number;
  readonly maxWaiting: number;
}

export const usualPatience: Patience = {
  ...{ retries: 3, pauseMs: { first: 1_000, longest: 5_000 } },
  ...{ breakAfter: 5, restMs: 10_000 },
  ...{ atOnce: 10, maxWaiting: 100 },
};

/** Runs an attempt as often as is reasonable. */
export type Persist = <T>(attempt: () => Promise<T>, signal: AbortSignal) => Promise<T>;

/**
 * Repeats what may pass, leaves a server alone that fails, and bounds how much it is asked at a time. Rejects as the last
 * attempt did, with cockatiel's `BrokenCircuitError` or `BulkheadRejectedError`, or at once with the signal's reason.
 * `random`: 0 to 1, so that not all who were refused come back together.
 */
export function persistently(patience: Patience, random: () => number): Persist {
  const { pauseMs, retries: maxAttempts } = patience;
  const backoff = new DelegateBackoff((context: Failed) => {
    const most = Math.min(pauseMs.first * 2 ** (context.attempt - 1), pauseMs.longest);
    return Math.max(askedMs(context.result), most * (0.5 + 0.5 * random()));
  });
  const isWorthwhile = (error: Error) => isPassing(error, pauseMs.longest);
  const repeat = retry(handleWhen(isWorthwhile), { maxAttempts, backoff });
  const places = bulkhead(patience.atOnce, patience.maxWaiting);
  const breaker = breakerOf(patience);
  return (attempt, signal) => {
    const inTurn = () => {
      signal.throwIfAborted();
      return throughBreaker(breaker, attempt);
    };
    return untilAborted(
      repeat.execute(() => places.execute(inTurn), signal),
      signal,
    );
  };
}

interface Failed {
  readonly attempt: number;
  readonly result: FailureReason<unknown>;
}

function askedMs(result: FailureReason<unknown>): number {
  const error = 'error' in result ? result.error : undefined;
  return error instanceof InferenceFault ? (error.retryAfterMs ?? 0) : 0;
}

/** Whoever is asked to stay away longer than anybody here waits, gives up. */
const isPassing = (error: Error, longestMs: number): boolean =>
  error instanceof InferenceFault && error.isRepeatable && (error.retryAfterMs ?? 0) <= longestMs;

function breakerOf({ breakAfter, restMs }: Patience): CircuitBreakerPolicy {
  const counts = (error: Error): boolean =>
    error instanceof InferenceFault
      ? error.isOfServer
      : // Whoever tried whether it is back has left before they knew.
        breaker.state === CircuitState.HalfOpen;
  const breaker = circuitBreaker(handleWhen(counts), {
    halfOpenAfter: restMs,
    breaker: new ConsecutiveBreaker(breakAfter),
  });
  return breaker;
}

async function throughBreaker<T>(
  breaker: CircuitBreakerPolicy,
  attempt: () => Promise<T>,
): Promise<T> {
  // Others need not wait for the one who tries whether it is back.
  if (breaker.state === CircuitState.HalfOpen) throw new BrokenCircuitError();
  return breaker.execute(attempt);
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
