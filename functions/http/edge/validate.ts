import { z } from 'zod';
import { type Checked, check, refuse } from '../../../shared/contracts/complaints.js';
import type { OperationSpec } from '../../../shared/contracts/operation.js';
import type { Complaint } from '../../../shared/domain/errors.js';
import type { HttpRequest } from '../../trigger.js';
import { readBody } from './body.js';

const noQuery = z.strictObject({});

/** A request after validation. */
export interface Call<Params, Query, Headers, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly headers: Headers;
  readonly body: Body;
  /** Whether it came over TLS. */
  readonly isSecure: boolean;
}

/** Checks all parts, so that one answer names everything that is wrong. Throws `invalid`, or as `readBody`. */
export async function validate<P, Q, H, B>(
  spec: OperationSpec<P, Q, H, B>,
  request: HttpRequest,
): Promise<Call<P, Q, H, B>> {
  const complaints: Complaint[] = [];
  const take = <T>(checked: Checked<T> | undefined) => {
    if (checked?.ok === false) complaints.push(...checked.complaints);
    return checked?.ok ? checked.value : undefined;
  };
  const params = take(spec.params && check(spec.params, { ...request.params }));
  const query = take(check<unknown>(spec.query ?? noQuery, joined(request.query)));
  const headers = take(spec.headers && check(spec.headers, request.headers));
  const body = take(spec.body && (await readBody(spec.body, request)));
  if (complaints.length > 0) refuse(complaints);
  // A part without complaint has the type of its schema; the compiler cannot follow that through `take`.
  const { isSecure } = request;
  return { params, query, headers, body, isSecure } as Call<P, Q, H, B>;
}

/** The Functions host joins the values of a repeated key by commas, so every host must. */
function joined(query: URLSearchParams): Readonly<Record<string, string>> {
  const values = new Map<string, string>();
  for (const [key, value] of query) {
    const before = values.get(key);
    values.set(key, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(values);
}
