const codes: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  409: 'Conflict',
  410: 'Gone',
  412: 'PreconditionFailed',
  413: 'RequestEntityTooLarge',
  424: 'FailedDependency',
  429: 'TooManyRequests',
  449: 'RetryWith',
  501: 'NotImplemented',
  503: 'ServiceUnavailable',
};

export interface ErrorDetails {
  readonly subStatus?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Further properties of the body, as `additionalErrorInfo`. */
  readonly body?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** An answer that is a refusal, as the page "HTTP status codes for Azure Cosmos DB" lists them. */
export class ServiceError extends Error {
  readonly status: number;
  readonly details: ErrorDetails;

  constructor(status: number, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.status = status;
    this.details = details;
  }

  get code(): string {
    return codes[this.status] ?? 'InternalServerError';
  }
}

export const badRequest = (message: string, details?: ErrorDetails) =>
  new ServiceError(400, message, details);

export const retryAfterMs = 5;

/** What is asked of a container that has no request units left. */
export const tooManyRequests = () =>
  new ServiceError(429, 'Request rate is large. More Request Units may be needed.', {
    subStatus: 3200,
    headers: { 'x-ms-retry-after-ms': String(retryAfterMs) },
  });

/** What the service may do but this server does not: it never guesses. */
export const notImplemented = (what: string) =>
  new ServiceError(501, `The test server does not do this: ${what}`);
