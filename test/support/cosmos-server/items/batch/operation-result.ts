import { refusedUnits } from '../../operation/request-units.js';
import { retryAfterMs, ServiceError } from '../../wire/service-error.js';
import type { ItemOperation, ItemResult } from '../item-operation.js';

/** One of the results of a batch, in the words of the protocol. */
export interface OperationResult {
  readonly statusCode: number;
  readonly subStatusCode?: number;
  readonly requestCharge: number;
  readonly eTag?: string;
  readonly resourceBody?: unknown;
  readonly retryAfterMilliseconds?: number;
  readonly message?: string;
}

/** `isMinimal`: the client wants back no more of what it wrote than how it went. */
export function resultOf(
  { kind }: ItemOperation,
  { status, document, etag, requestUnits }: ItemResult,
  isMinimal: boolean,
): OperationResult {
  const isLeftOut = document === undefined || (isMinimal && kind !== 'Read');
  return {
    statusCode: status,
    requestCharge: requestUnits,
    ...(etag === undefined ? {} : { eTag: etag }),
    ...(isLeftOut ? {} : { resourceBody: document.body }),
  };
}

function failureOf(error: ServiceError): OperationResult {
  const { status, message, details } = error;
  const { subStatus } = details;
  return {
    statusCode: status,
    requestCharge: refusedUnits(error),
    ...(subStatus === undefined ? {} : { subStatusCode: subStatus }),
    ...(status === 429 ? { retryAfterMilliseconds: retryAfterMs } : {}),
    message,
  };
}

/** What becomes of an operation because of another's failure. */
export const failedDependency: OperationResult = { statusCode: 424, requestCharge: 0 };

/** What `work` gives, or how the service refuses it. */
export function attempt(work: () => OperationResult): OperationResult {
  try {
    return work();
  } catch (error) {
    if (error instanceof ServiceError) return failureOf(error);
    throw error;
  }
}

export const hasFailed = ({ statusCode }: OperationResult): boolean => statusCode >= 400;
