import { describe, expect, it } from 'vitest';
import { edge } from '../../../../../functions/http/edge/edge.js';
import { asyncTrace } from '../../../../../shared/adapters/trace/async-trace.js';
import { AppError } from '../../../../../shared/domain/errors.js';
import { parseTraceparent } from '../../../../../shared/domain/trace-context.js';
import { RecordedTelemetry } from '../../../../support/recorded-telemetry.js';
import { request } from '../../../../support/request.js';

const fine = { status: 200, headers: {} };

function setUp(requestUnits?: number) {
  const telemetry = new RecordedTelemetry();
  const trace = asyncTrace();
  const costMeter = {
    measure: async <T>(work: () => Promise<T>) => ({
      ...{ result: await work(), requestUnits: requestUnits ?? 0 },
    }),
  };
  const dependencies = {
    ...{ corsOrigins: [], telemetry, trace, newId: () => 'new-id' },
    ...(requestUnits !== undefined && { costMeter }),
  };
  return { telemetry, trace, dependencies };
}

describe('A request', () => {
  it('goes on with the trace of its caller, in a span of its own', async () => {
    const { telemetry, trace, dependencies } = setUp();
    const handle = edge(
      'test',
      {
        async respond() {
          expect(trace.current()).toMatchObject({
            ...{ traceId: 'a'.repeat(32), parentId: 'b'.repeat(16), requestId: 'r-1' },
          });
          return fine;
        },
      },
      dependencies,
    );
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    await handle(request('GET', '/api/test', { headers: { traceparent, 'x-request-id': 'r-1' } }));
    const told = parseTraceparent(telemetry.requests[0]?.traceparent);
    expect(told?.traceId).toBe('a'.repeat(32));
    expect(told?.spanId).not.toBe('b'.repeat(16));
  });

  it('whose caller has none begins a trace', async () => {
    const { telemetry, dependencies } = setUp();
    const handle = edge('test', { respond: async () => fine }, dependencies);
    for (const traceparent of ['drop table', undefined])
      await handle(request('GET', '/api/test', { headers: { traceparent } }));
    const traces = telemetry.requests.map((each) => parseTraceparent(each.traceparent)?.traceId);
    expect(new Set(traces).size).toBe(2);
    expect(traces).not.toContain(undefined);
  });
});

describe('What a request costs in a store that bills', () => {
  it('is told in a header and to telemetry, also where it fails', async () => {
    const { telemetry, dependencies } = setUp(5.238);
    const ok = await edge(
      'test',
      { respond: async () => fine },
      dependencies,
    )(request('GET', '/api/test'));
    const respond = () => Promise.reject(new AppError('unavailable', 'no'));
    const failed = await edge('test', { respond }, dependencies)(request('GET', '/api/test'));
    expect([ok, failed].map(({ headers }) => headers['x-request-charge'])).toEqual([
      '5.24',
      '5.24',
    ]);
    expect(failed.status).toBe(503);
    expect(telemetry.requests.map((each) => each.requestUnits)).toEqual([5.238, 5.238]);
  });

  it('is not told where the store bills nothing', async () => {
    const { telemetry, dependencies } = setUp();
    const handle = edge('test', { respond: async () => fine }, dependencies);
    const { headers } = await handle(request('GET', '/api/test'));
    expect(headers).not.toHaveProperty('x-request-charge');
    expect(telemetry.requests[0]).not.toHaveProperty('requestUnits');
  });
});
