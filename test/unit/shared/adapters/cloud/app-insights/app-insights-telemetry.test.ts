import { afterEach, describe, expect, it } from 'vitest';
import {
  type AppInsights,
  type AppInsightsOptions,
  appInsightsTelemetry,
} from '../../../../../../shared/adapters/cloud/app-insights/app-insights-telemetry.js';
import { usualPace } from '../../../../../../shared/adapters/cloud/app-insights/outbox.js';
import { asyncTrace } from '../../../../../../shared/adapters/trace/async-trace.js';
import { AppError } from '../../../../../../shared/domain/errors.js';
import {
  connectionTo,
  instrumentationKey,
  serveIngestion,
} from '../../../../../support/ingestion-server.js';

const trace = asyncTrace();
const quick = { ...usualPace, everyMs: 5, longestPauseMs: 20 };
const open: AppInsights[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close(1_000)));
});

function telemetryTo(connection: string, options: Partial<AppInsightsOptions> = {}): AppInsights {
  const telemetry = appInsightsTelemetry({
    ...{ connection, role: 'tastemaker-test', sampling: 100, trace, pace: quick },
    ...{ clock: Date.now, random: () => 0.5, lost: () => undefined, sumsEveryMs: 0 },
    ...options,
  });
  open.push(telemetry);
  return telemetry;
}

const request = (more: object = {}) => ({
  ...{ id: 'r-1', route: 'items/{id}', method: 'GET', status: 200, durationMs: 12, ...more },
});

describe('Application Insights', () => {
  it('is told of everything that belongs to a request under one operation and its id', async () => {
    const server = await serveIngestion();
    const telemetry = telemetryTo(server.connection);
    const parent = 'b'.repeat(16);
    const traceparent = `00-${'a'.repeat(32)}-${parent}-01`;
    const spanId = trace.within({ traceparent, requestId: 'r-1' }, () => {
      const call = { target: 'inference server', name: 'POST /v1/embed-text', durationMs: 3 };
      telemetry.dependency({ ...call, isOk: true, spanId: 'c'.repeat(16) });
      telemetry.event('models swapped', { version: 'v1' });
      telemetry.exception(new AppError('unavailable', 'the store does not answer'));
      telemetry.request(request({ requestUnits: 2.5 }));
      return trace.current()?.spanId;
    });
    await telemetry.close(5_000);
    expect(server.paths).toEqual(['/v2.1/track']);
    expect(server.envelopes).toHaveLength(4);
    for (const { iKey, tags, data, sampleRate } of server.envelopes) {
      expect(iKey).toBe(instrumentationKey);
      expect(sampleRate).toBe(100);
      expect(tags).toMatchObject({
        'ai.operation.id': 'a'.repeat(32),
        'ai.cloud.role': 'tastemaker-test',
        'ai.location.ip': '0.0.0.0',
        'ai.operation.parentId': data.baseType === 'RequestData' ? parent : spanId,
      });
      expect(data.baseData.properties).toMatchObject({ requestId: 'r-1' });
    }
    expect(server.of('RequestData')[0]?.data.baseData).toMatchObject({
      ...{ id: spanId, name: 'GET /items/{id}', success: true, responseCode: '200' },
      measurements: { requestUnits: 2.5 },
    });
    expect(server.of('RemoteDependencyData')[0]?.data.baseData).toMatchObject({
      ...{ id: 'c'.repeat(16), target: 'inference server', name: 'POST /v1/embed-text' },
      ...{ success: true, resultCode: 'ok' },
    });
    expect(server.of('EventData')[0]?.data.baseData).toMatchObject({ name: 'models swapped' });
    const [thrown] = server.of('ExceptionData')[0]?.data.baseData.exceptions ?? [];
    expect(thrown).toMatchObject({ typeName: 'AppError', message: 'the store does not answer' });
    expect(thrown?.parsedStack.length).toBeGreaterThan(0);
  });

  it('is told of a task as a request of its worker, and of how long it waited', async () => {
    const server = await serveIngestion();
    const telemetry = telemetryTo(server.connection);
    const task = { id: 't', kind: 'retrain', attempts: 1, queuedMs: 40, runMs: 900 };
    telemetry.task({ ...task, status: 'completed' });
    telemetry.task({ ...task, status: 'failed', queuedMs: 60 });
    await telemetry.close(5_000);
    expect(server.of('RequestData').map(({ data }) => data.baseData)).toMatchObject([
      { name: 'task retrain', success: false, responseCode: 'failed' },
      { name: 'task retrain', success: true, properties: { task: 't', kind: 'retrain' } },
    ]);
    expect(server.of('MetricData')[0]?.data.baseData).toMatchObject({
      metrics: [{ name: 'queue-lag-ms', value: 100, count: 2 }],
      properties: { kind: 'retrain' },
    });
  });

  it('gets measurements added up, and what gauges show', async () => {
    const server = await serveIngestion();
    const telemetry = telemetryTo(server.connection, { sumsEveryMs: 60_000 });
    for (const value of [1, 2, 6]) telemetry.metric('stage-ms', value, { stage: 'refine' });
    telemetry.metric('stage-ms', Number.NaN, { stage: 'refine' });
    telemetry.watch('model-serving', 'The version that answers', () => [
      { value: 1, dimensions: { version: 'v7' } },
    ]);
    telemetry.watch('broken', 'A gauge that fails', () => {
      throw new Error('no reading');
    });
    await telemetry.close(5_000);
    expect(server.of('MetricData').map(({ data }) => data.baseData)).toMatchObject([
      {
        metrics: [{ name: 'stage-ms', value: 9, count: 3, min: 1, max: 6 }],
        properties: { stage: 'refine' },
      },
      { metrics: [{ name: 'model-serving', value: 1 }], properties: { version: 'v7' } },
    ]);
  });

  it('drops no failure and nothing slow, and says of the rest how many each stands for', async () => {
    const server = await serveIngestion();
    let lot = 0;
    const random = () => {
      lot += 1;
      return (lot % 10) / 10;
    };
    const telemetry = telemetryTo(server.connection, { sampling: 20, random });
    for (let n = 0; n < 100; n += 1) telemetry.request(request());
    for (const status of [500, 503, 429]) telemetry.request(request({ status }));
    telemetry.request(request({ durationMs: 1_500 }));
    const call = { target: 'cosmos', name: 'read', durationMs: 1, isOk: false };
    telemetry.dependency({ ...call, result: '503' });
    await telemetry.close(5_000);
    const rates = server.envelopes.map(({ sampleRate }) => sampleRate);
    expect(rates.filter((rate) => rate === 20)).toHaveLength(20);
    expect(rates.filter((rate) => rate === 100)).toHaveLength(5);
    // As the service counts them.
    expect(rates.reduce((sum, rate) => sum + 100 / rate, 0)).toBe(105);
  });

  it('keeps or drops a trace as a whole', async () => {
    const server = await serveIngestion();
    const telemetry = telemetryTo(server.connection, { sampling: 50 });
    const call = { target: 'cosmos', name: 'read', durationMs: 1, isOk: true };
    for (let n = 0; n < 60; n += 1)
      trace.within({}, () => {
        telemetry.dependency(call);
        telemetry.request(request());
      });
    await telemetry.close(5_000);
    const traces = (baseType: string) =>
      server
        .of(baseType)
        .map(({ tags }) => tags['ai.operation.id'])
        .toSorted();
    expect(traces('RequestData')).toEqual(traces('RemoteDependencyData'));
    expect(server.envelopes.length).toBeGreaterThan(0);
    expect(server.envelopes.length).toBeLessThan(120);
  });

  it('sends again what was not taken for a reason that passes, and nothing twice', async () => {
    const server = await serveIngestion();
    const telemetry = telemetryTo(server.connection);
    const turns = [{ status: 503 }, { refuse: { 0: 500, 1: 400 } }] as const;
    let turn = 0;
    server.behave(() => {
      turn += 1;
      return turns[turn - 1] ?? 'accept';
    });
    for (const name of ['a', 'b', 'c']) telemetry.event(name);
    await expect
      .poll(() => server.envelopes.map(({ data }) => data.baseData.name))
      .toEqual(['c', 'a']);
    // The second was refused for good.
    await telemetry.close(5_000);
    expect(server.envelopes).toHaveLength(2);
  });

  it('holds only so much for an endpoint that is away, failures first, and says what was lost', async () => {
    const server = await serveIngestion();
    const lost: number[] = [];
    const pace = { ...quick, maxUrgent: 10, maxOrdinary: 20, batchSize: 8 };
    const telemetry = telemetryTo(server.connection, { pace, lost: (count) => lost.push(count) });
    server.behave(() => ({ status: 500 }));
    for (let n = 0; n < 1_000; n += 1) telemetry.request(request());
    for (let n = 0; n < 50; n += 1) telemetry.request(request({ status: 503 }));
    await expect.poll(() => server.bodies.length).toBeGreaterThan(2);
    server.behave(() => 'accept');
    await telemetry.close(5_000);
    const failed = server.of('RequestData').filter(({ data }) => !data.baseData.success);
    expect(failed).toHaveLength(10);
    // A batch that came back may stand beyond the limit.
    expect(server.envelopes.length).toBeLessThanOrEqual(10 + 20 + 8);
    expect(server.envelopes.length + lost.reduce((sum, count) => sum + count, 0)).toBe(1_050);
  });

  it.each(['refused', 'silent'])('ends in time though its endpoint is %s', async (how) => {
    const server = await serveIngestion();
    server.behave(() => 'hang');
    const connection = how === 'silent' ? server.connection : connectionTo('http://127.0.0.1:1');
    const telemetry = telemetryTo(connection);
    telemetry.request(request());
    await telemetry.close(50);
    // What is told after the end is thrown away.
    telemetry.request(request());
    expect(server.envelopes).toEqual([]);
  });
});
