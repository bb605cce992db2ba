import type { ResourcePath } from './resource-path.js';
import { badRequest } from './service-error.js';

/** One request, once it is read and let in. Header names are in lower case. */
export interface Call {
  readonly method: string;
  readonly path: ResourcePath;
  /** Where the client found the server: `http://127.0.0.1:8081`. */
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** None for 204 and 304. */
  readonly body?: unknown;
  readonly requestUnits: number;
}

/** Flags travel as `true` or `True`. */
export const hasFlag = ({ headers }: Call, name: string): boolean =>
  headers[name]?.toLowerCase() === 'true';

export function jsonBody({ body }: Call): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw badRequest('The request body is no valid JSON.', { cause });
  }
}

/** `x-ms-max-item-count`; undefined where the service is to choose (-1 or none). */
export function maxItemCount({ headers }: Call): number | undefined {
  const text = headers['x-ms-max-item-count'];
  if (text === undefined || text === '-1') return undefined;
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1) return count;
  throw badRequest(`x-ms-max-item-count must be -1 or a positive number, not ${text}.`);
}
