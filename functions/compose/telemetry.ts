import { consoleTelemetry } from '../../shared/adapters/console/telemetry.js';
import { deferred } from '../../shared/adapters/telemetry/deferred.js';
import { fanOut } from '../../shared/adapters/telemetry/fan-out.js';
import { stageTimes } from '../../shared/adapters/telemetry/stage-times.js';
import { asyncTrace } from '../../shared/adapters/trace/async-trace.js';
import type { Config } from '../../shared/config.js';
import type { Gauges, Telemetry } from '../../shared/ports/runtime.js';
import type { Stages } from '../../shared/ports/stages.js';
import type { Trace } from '../../shared/ports/trace.js';

export interface Reporting {
  readonly telemetry: Telemetry;
  readonly trace: Trace;
  readonly gauges: Gauges;
  readonly stages: Stages;
  /** In Prometheus' text format. */
  scrape(): Promise<string>;
  /** Sends what is still to be told; takes a moment at most. */
  close(): Promise<void>;
}

/** Prometheus' library takes longer to load than a first answer may. */
const loadAfterMs = 2_000;
/** Until then a busy start is kept in mind. */
const maxMissed = 10_000;
const closeLimitMs = 2_000;

/** Who is told what goes on: the log, those who scrape, and Application Insights where it is configured. */
export async function composeTelemetry(
  config: Pick<Config, 'logLevel' | 'telemetry'>,
  role: 'tastemaker-api' | 'tastemaker-worker',
): Promise<Reporting> {
  const trace = asyncTrace();
  const log = consoleTelemetry(config.logLevel);
  const insights = await composeInsights(config, { role, trace, log });
  const prometheus = deferred(async () => {
    const { prometheusTelemetry } = await import('../../shared/adapters/metrics/prometheus.js');
    return prometheusTelemetry();
  }, maxMissed);
  const loading = setTimeout(() => void prometheus.loaded().catch(log.exception), loadAfterMs);
  loading.unref();
  const telemetry = fanOut([log, prometheus.listener, ...insights]);
  return {
    ...{ trace, telemetry, stages: stageTimes(telemetry) },
    gauges: {
      watch(...gauge) {
        for (const one of [prometheus.listener, ...insights]) one.watch(...gauge);
      },
    },
    scrape: async () => (await prometheus.loaded()).text(),
    async close() {
      clearTimeout(loading);
      await Promise.all(insights.map((one) => one.close(closeLimitMs)));
    },
  };
}

/** None where it is not configured, and then nothing of it is loaded. */
async function composeInsights(
  { telemetry: { connection, sampling } }: Pick<Config, 'telemetry'>,
  about: { readonly role: string; readonly trace: Trace; readonly log: Telemetry },
) {
  if (connection === undefined) return [];
  const { role, trace, log } = about;
  const { appInsightsTelemetry } = await import(
    '../../shared/adapters/cloud/app-insights/app-insights-telemetry.js'
  );
  const lost = (count: number) => log.event('telemetry was lost', { count });
  const clock = Date.now;
  return [
    appInsightsTelemetry({ connection, role, sampling, trace, clock, random: Math.random, lost }),
  ];
}
