import { setTimeout } from 'node:timers/promises';
import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
} from 'cockatiel';
import { AppError } from '../../../domain/errors.js';
import type { Telemetry } from '../../../ports/runtime.js';
import { CosmosFault, faultOf } from './fault.js';

export interface Patience {
  /** Of one request. */
  readonly timeoutMs: number;
  /** After which nothing is begun again, all attempts and pauses together. */
  readonly budgetMs: number;
  /** Doubles from one attempt to the next. */
  readonly pauseMs: { readonly first: number; readonly longest: number };
  /** Failures in a row after which the service is left alone … */
  readonly breakAfter: number;
  /** … for so long; then one request tries whether it is back. */
  readonly restMs: number;
}

export const usualPatience: Patience = {
  ...{ timeoutMs: 5_000, budgetMs: 10_000, pauseMs: { first: 50, longest: 1_000 } },
  ...{ breakAfter: 12, restMs: 2_000 },
};

export interface Persistence {
  /** Makes an attempt and, as long as it fails by a fault that another may not have, makes more. */
  repeat<T>(attempt: () => Promise<T>, options: RepeatOptions): Promise<T>;
  /** One request, unless the service is being left alone. Rejects by `CosmosFault` where others would have failed alike. */
  once<T>(request: () => Promise<T>): Promise<T>;
}

interface RepeatOptions {
  /** Whether an attempt may be made again though nobody knows what came of the last. */
  readonly isRepeatable: boolean;
  readonly signal: AbortSignal | undefined;
}

/**
 * How a connection bears with the service: what may pass is repeated within a budget, with jitter, and a service that
 * fails all the time is left alone. Rejects as the last attempt did, with `unavailable` while it is left alone, or with
 * the signal's reason. `random`: 0 to 1.
 */
export function persistently(
  patience: Patience,
  { random, telemetry }: { readonly random: () => number; readonly telemetry: Telemetry },
): Persistence {
  const breaker = breakerOf(patience, telemetry);
  return {
    once: (request) => throughBreaker(breaker, request),
    async repeat(attempt, options) {
      const end = performance.now() + patience.budgetMs;
      for (let failures = 0; ; failures += 1) {
        try {
          return await attempt();
        } catch (error) {
          await pauseOrThrow(error, pauseAfter(failures, patience, random), { ...options, end });
        }
      }
    },
  };
}

async function pauseOrThrow(
  error: unknown,
  pauseMs: number,
  { isRepeatable, signal, end }: RepeatOptions & { readonly end: number },
): Promise<void> {
  signal?.throwIfAborted();
  if (!mayPass(error, isRepeatable)) throw error;
  if (performance.now() + pauseMs > end) throw error.asFinal();
  await setTimeout(pauseMs, undefined, { signal });
}

function mayPass(error: unknown, isRepeatable: boolean): error is CosmosFault {
  return error instanceof CosmosFault && !error.isFinal && (isRepeatable || error.hadNoEffect);
}

/** Not all who failed together come back together. */
function pauseAfter(failures: number, { pauseMs }: Patience, random: () => number): number {
  return Math.min(pauseMs.first * 2 ** failures, pauseMs.longest) * (0.5 + 0.5 * random());
}

interface Breaker {
  readonly policy: CircuitBreakerPolicy;
  /** Why the service is being left alone. */
  reason: string;
}

function breakerOf({ breakAfter, restMs }: Patience, telemetry: Telemetry): Breaker {
  const isOfService = (error: Error) => error instanceof CosmosFault && error.isOfService;
  const policy = circuitBreaker(handleWhen(isOfService), {
    halfOpenAfter: restMs,
    breaker: new ConsecutiveBreaker(breakAfter),
  });
  const breaker: Breaker = { policy, reason: 'fails' };
  policy.onBreak((reason) => {
    if ('error' in reason) breaker.reason = reason.error.message;
    telemetry.event('cosmos db is left alone', { reason: breaker.reason });
  });
  policy.onReset(() => telemetry.event('cosmos db is back'));
  return breaker;
}

async function throughBreaker<T>(
  { policy, reason }: Breaker,
  request: () => Promise<T>,
): Promise<T> {
  try {
    // Others need not wait for the one who tries whether it is back.
    if (policy.state === CircuitState.HalfOpen) throw new BrokenCircuitError();
    return await policy.execute(() => request().catch(asFault));
  } catch (error) {
    throw error instanceof BrokenCircuitError ? leftAlone(reason, error) : error;
  }
}

function asFault(error: unknown): never {
  throw faultOf(error) ?? error;
}

const leftAlone = (reason: string, cause: Error) =>
  new AppError('unavailable', `Cosmos DB is left alone for a while: it ${reason}`, { cause });
