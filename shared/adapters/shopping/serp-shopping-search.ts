import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  retry,
  TaskCancelledError,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel';
import { AppError } from '../../domain/errors.js';
import type { OfferQuery, ShoppingSearch } from '../../ports/shopping-search.js';
import { fetchAnswer } from './fetch-answer.js';
import { orAborted } from './or-aborted.js';
import { readOffers } from './shopping-answer.js';

export interface SerpOptions {
  readonly endpoint: string;
  readonly key?: string | undefined;
  readonly locale: { readonly language: string; readonly country: string };
  /** Of each try. */
  readonly timeoutMs: number;
  /** Requests at a time. */
  readonly concurrency: number;
  /** Look-ups that may wait for their turn; more are refused. */
  readonly maxWaiting?: number;
  /** How long a provider that keeps failing is left alone. */
  readonly pauseMs?: number;
}

const retries = 2;
const failuresInARow = 8;

/** Who asked has left: that says nothing about the provider. */
class Left extends Error {
  override readonly name = 'Left';
}

/** Live offers of a provider with the JSON API of SerpApi's Google Shopping (serpapi.com/google-shopping-api). */
export function serpShoppingSearch(options: SerpOptions): ShoppingSearch {
  const policy = policyOf(options);
  const inTime = timeout(options.timeoutMs, TimeoutStrategy.Aggressive);
  return {
    async search(query, signal) {
      signal.throwIfAborted();
      const address = addressOf(options, query);
      // The signal is ours to heed: a waiter that cockatiel (3.2.1) finds aborted keeps those behind it waiting.
      const asked = policy.execute(async () => {
        if (signal.aborted) throw new Left();
        try {
          const answer = await inTime.execute((each) => fetchAnswer(address, each.signal), signal);
          return readOffers(answer, query.limit);
        } catch (error) {
          throw signal.aborted ? new Left() : error;
        }
      });
      try {
        // Whoever waits for a turn or between tries leaves at once, too.
        return await orAborted(asked, signal);
      } catch (error) {
        signal.throwIfAborted();
        throw explained(error);
      }
    },
  };
}

/** Who waits between tries holds no place. */
function policyOf({ concurrency, maxWaiting = 5_000, pauseMs = 10_000 }: SerpOptions) {
  const backoff = new ExponentialBackoff({ initialDelay: 100, maxDelay: 2_000 });
  const isFault = handleWhen((error) => !(error instanceof Left));
  const breaker = new ConsecutiveBreaker(failuresInARow);
  return wrap(
    retry(handleWhen(mayPass), { maxAttempts: retries, backoff }),
    bulkhead(concurrency, maxWaiting),
    circuitBreaker(isFault, { halfOpenAfter: pauseMs, breaker }),
  );
}

const lasting = [Left, BrokenCircuitError, BulkheadRejectedError];

const mayPass = (error: Error): boolean =>
  !lasting.some((kind) => error instanceof kind) && !isRefusal(error);

/** The provider will say the same again. */
const isRefusal = (error: unknown) => error instanceof AppError && error.code === 'invalid';

function addressOf({ endpoint, key, locale }: SerpOptions, { text, limit }: OfferQuery): URL {
  const address = new URL(endpoint);
  const parameters = {
    ...{ engine: 'google_shopping', q: text, num: String(limit) },
    ...{ hl: locale.language, gl: locale.country },
    ...(key !== undefined && { api_key: key }),
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  return address;
}

function explained(error: unknown): unknown {
  if (error instanceof TaskCancelledError) return unavailable('did not answer in time', error);
  if (error instanceof BrokenCircuitError)
    return unavailable('failed too often and is left alone for a while', error);
  if (error instanceof BulkheadRejectedError)
    return unavailable('has too many look-ups waiting', error);
  if (error instanceof AppError)
    return new AppError('unavailable', error.message, { cause: error });
  return error;
}

const unavailable = (what: string, cause: unknown) =>
  new AppError('unavailable', `the shopping provider ${what}`, { cause });
