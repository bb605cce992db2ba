import { z } from 'zod';
import { type Call, jsonBody } from '../wire/call.js';
import { badRequest } from '../wire/service-error.js';

const maxQueryBytes = 512 * 1_024;

const parameter = z.object({ name: z.string().startsWith('@'), value: z.unknown() });
const spec = z.object({ query: z.string().min(1), parameters: z.array(parameter).default([]) });

export type QuerySpec = z.infer<typeof spec>;

/** The text of a query and its parameters ("Query documents" in the REST reference). Throws 400. */
export function querySpec(call: Call): QuerySpec {
  const { success, data, error } = spec.safeParse(jsonBody(call));
  if (!success) throw badRequest(`The query is not valid: ${z.prettifyError(error)}`);
  if (Buffer.byteLength(data.query) > maxQueryBytes) {
    throw badRequest('The SQL query text exceeded the maximum limit of 512 KB.');
  }
  return data;
}
