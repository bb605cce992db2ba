import { getHealth, getLiveness, getMetrics, getStats } from '../../shared/contracts/operations.js';
import type { ReportHealth } from '../../shared/use-cases/report-health.js';
import type { ReportStats } from '../../shared/use-cases/report-stats.js';
import { type ApiTrigger, type EndpointDependencies, httpTrigger, operation } from './endpoint.js';

/** What who runs this wants to know. */
export function operationsTriggers(
  dependencies: EndpointDependencies & {
    readonly reportHealth: ReportHealth;
    readonly reportStats: ReportStats;
    /** In Prometheus' text format. */
    readonly scrape?: () => Promise<string>;
  },
): readonly ApiTrigger[] {
  const { scrape } = dependencies;
  const routes = [
    { name: 'health', route: 'health', operations: { GET: health(dependencies.reportHealth) } },
    { name: 'liveness', route: 'healthz', operations: { GET: liveness } },
    { name: 'stats', route: 'stats', operations: { GET: stats(dependencies.reportStats) } },
    ...(scrape
      ? [{ name: 'metrics', route: 'metrics', operations: { GET: metrics(scrape) } }]
      : []),
  ];
  return routes.map((route) => httpTrigger(route, dependencies));
}

const liveness = operation(getLiveness, () => ({ body: { status: 'ok' } }));

const metrics = (scrape: () => Promise<string>) =>
  operation(getMetrics, async () => ({ body: await scrape() }));

const health = (reportHealth: ReportHealth) =>
  operation(getHealth, async () => {
    const { isWell, isModelAvailable, models, embeddedItems, ...rest } = await reportHealth();
    const body = {
      status: isWell ? 'ok' : 'degraded',
      models_loaded: models.length,
      embeddings_loaded: embeddedItems > 0,
      feature_columns: rest.featureColumns,
      model_available: isModelAvailable,
      checks: rest.checks,
    };
    return isWell ? { body } : { status: 503, body, headers: { 'retry-after': '5' } };
  });

const stats = (reportStats: ReportStats) =>
  operation(getStats, async () => {
    const found = await reportStats();
    return {
      body: {
        models: found.models,
        total_items: found.items,
        total_sessions: found.sessions,
        total_events: found.events,
        embedding_dimension: found.embeddingDimension,
        feature_dimension: found.featureColumns,
        cache: found.cache,
        caches: found.caches,
        attributed_events: found.attributions,
        uptime_seconds: Math.floor(found.uptimeMs / 1000),
      },
    };
  });
