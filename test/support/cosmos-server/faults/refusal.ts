import { readSessionNotAvailable } from '../operation/session.js';
import { retryAfterMs, ServiceError, tooManyRequests } from '../wire/service-error.js';
import type { FaultKind } from './faults.js';

const retryAfter = { 'x-ms-retry-after-ms': String(retryAfterMs) };

const refusals: Readonly<Partial<Record<FaultKind, () => ServiceError>>> = {
  429: tooManyRequests,
  449: () =>
    new ServiceError(
      449,
      'Conflicting request to resource has been attempted. Retry to avoid conflicts.',
      {
        headers: retryAfter,
      },
    ),
  503: () => new ServiceError(503, 'Service is currently unavailable, please retry after a while.'),
  session: readSessionNotAvailable,
};

/** How the service words a fault; undefined where it says nothing at all. */
export const refusalOf = (kind: FaultKind): ServiceError | undefined => refusals[kind]?.();
