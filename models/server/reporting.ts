import { consoleTelemetry } from '../../shared/adapters/console/telemetry.js';
import { fanOut } from '../../shared/adapters/telemetry/fan-out.js';
import { asyncTrace } from '../../shared/adapters/trace/async-trace.js';
import type { Telemetry } from '../../shared/ports/runtime.js';
import type { Trace } from '../../shared/ports/trace.js';
import type { ServerConfig } from './server-config.js';

export interface Reporting {
  readonly telemetry: Telemetry;
  readonly trace: Trace;
  /** Sends what is still to be told; takes a moment at most. */
  close(): Promise<void>;
}

const closeLimitMs = 2_000;

/** The log, and Application Insights where it is configured. */
export async function openReporting({
  logLevel,
  telemetry: { connection, sampling },
}: Pick<ServerConfig, 'logLevel' | 'telemetry'>): Promise<Reporting> {
  const trace = asyncTrace();
  const log = consoleTelemetry(logLevel);
  if (connection === undefined) return { trace, telemetry: log, close: async () => undefined };
  const { appInsightsTelemetry } = await import(
    '../../shared/adapters/cloud/app-insights/app-insights-telemetry.js'
  );
  const insights = appInsightsTelemetry({
    ...{ connection, sampling, trace, role: 'tastemaker-inference' },
    ...{ clock: Date.now, random: Math.random },
    lost: (count) => log.event('telemetry was lost', { count }),
  });
  return {
    trace,
    telemetry: fanOut([log, insights]),
    close: () => insights.close(closeLimitMs),
  };
}
