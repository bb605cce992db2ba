import { expect, it } from 'vitest';
import { azureHandler } from '../../../../functions/host/azure-exchange.js';
import type { HttpRequest } from '../../../../functions/trigger.js';

const own = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const hosts = `00-${'c'.repeat(32)}-${'d'.repeat(16)}-01`;

async function traceparentOf(headers: readonly [string, string][], traceContext?: object) {
  const heard: HttpRequest[] = [];
  const handle = async (request: HttpRequest) => {
    heard.push(request);
    return { status: 204, headers: {} };
  };
  const trigger = { kind: 'http' as const, name: 'test', route: 'test', handle };
  const request = { method: 'GET', url: 'http://localhost/api/test', headers, params: {} };
  const context = { invocationId: 'i', ...(traceContext && { traceContext }) };
  await azureHandler(trigger, () => undefined)({ ...request, body: null }, context);
  return heard[0]?.headers['traceparent'];
}

it("a caller's own trace is kept, and else the one that the Functions host has begun", async () => {
  expect(await traceparentOf([['traceparent', own]], { traceParent: hosts })).toBe(own);
  expect(await traceparentOf([], { traceParent: hosts })).toBe(hosts);
  expect(await traceparentOf([], { traceParent: null })).toBeUndefined();
  expect(await traceparentOf([])).toBeUndefined();
});
