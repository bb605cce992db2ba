import { afterAll, beforeAll, expect, test } from 'vitest';
import { operationsTriggers } from '../../../../functions/http/operations.js';
import { AppError } from '../../../../shared/domain/errors.js';
import { makeReportHealth } from '../../../../shared/use-cases/report-health.js';
import { call } from '../../../support/call.js';
import { RecordedTelemetry } from '../../../support/recorded-telemetry.js';
import { request } from '../../../support/request.js';
import { type ServedShop, serveShop } from '../../../support/shop.js';

let shop: ServedShop;
beforeAll(async () => {
  shop = await serveShop();
});
afterAll(() => shop.close());

test('a shop that works is well', async () => {
  expect(await call(shop, 'GET', '/health')).toMatchObject({
    status: 200,
    body: {
      status: 'ok',
      models_loaded: 4,
      embeddings_loaded: false,
      feature_columns: 0,
      model_available: true,
      checks: { store: 'ok' },
    },
  });
  expect((await call(shop, 'GET', '/healthz')).body).toEqual({ status: 'ok' });
});

test('the counts are those of the shop', async () => {
  await call(shop, 'POST', '/items', { id: 'mug', name: 'Mug' });
  await call(shop, 'POST', '/events', { session_id: 's', item_id: 'mug', type: 'view' });
  expect((await call(shop, 'GET', '/stats')).body).toEqual({
    models: expect.arrayContaining(['blend', 'popular']),
    total_items: 1,
    total_sessions: 1,
    total_events: 1,
    embedding_dimension: expect.any(Number),
    feature_dimension: 0,
    cache: { hits: 0, misses: 0 },
    caches: {},
    attributed_events: {},
    uptime_seconds: expect.any(Number),
  });
  expect((await call(shop, 'GET', '/health')).body).toMatchObject({ embeddings_loaded: true });
});

test('a store that fails makes the health 503 and says no more than that', async () => {
  const telemetry = new RecordedTelemetry();
  const secret = new AppError('unavailable', 'disk /secret/path is gone');
  const reportHealth = makeReportHealth({
    checks: { store: () => Promise.reject(secret) },
    encoders: { status: () => [] },
    learned: () => ({
      models: ['popular'],
      embeddedItems: 0,
      embeddingDimension: 0,
      featureColumns: 0,
    }),
    telemetry,
  });
  const reportStats = () => Promise.reject(secret);
  const edge = { apiKeys: [], adminKeys: [], corsOrigins: [], telemetry, newId: () => 'id' };
  const triggers = operationsTriggers({ ...edge, reportHealth, reportStats });
  const health = triggers.find(({ route }) => route === 'health');
  const answer = await health?.handle(request('GET', '/api/health'));
  expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
  expect(JSON.parse(String(answer?.body))).toMatchObject({
    status: 'degraded',
    checks: { store: 'failing' },
  });
  expect(telemetry.exceptions).toEqual([secret]);
});

test('a model that could not be loaded is told of, and what stands in for it is well', async () => {
  const telemetry = new RecordedTelemetry();
  const reportHealth = makeReportHealth({
    checks: {},
    encoders: {
      status: () => [
        {
          ...{ job: 'text', model: 'built-in-text', isConfigured: true, isFallback: true },
          reason: 'its files are missing',
          device: { device: 'cpu' },
        },
        {
          ...{ job: 'image', model: 'built-in-image', isConfigured: false, isFallback: false },
          device: { device: 'cpu' },
        },
      ],
      server: () => ({ isReachable: false, reason: 'connect ECONNREFUSED 10.0.0.7:8080' }),
    },
    learned: () => ({
      ...{ models: ['popular'], embeddedItems: 1, embeddingDimension: 0, featureColumns: 0 },
    }),
    telemetry,
  });
  expect(await reportHealth()).toMatchObject({
    isWell: true,
    isModelAvailable: false,
    checks: {
      text_encoder: 'built-in-text stands in: its files are missing',
      image_encoder: 'ok',
      inference_server: 'failing',
    },
  });
});
