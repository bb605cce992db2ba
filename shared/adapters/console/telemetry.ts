import { type Logger, pino } from 'pino';
import type { Telemetry } from '../../ports/runtime.js';

type Level = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/**
 * Telemetry as JSON lines on stderr, so that stdout stays for people. Requests, tasks and calls of others are lines of level
 * `debug`, failed requests (status ≥ 500) and tasks of level `error`; exceptions carry their stack and their causes.
 * Measurements are left to who can add them up.
 */
export function consoleTelemetry(level: Level): Telemetry {
  const logger = pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
  return telemetryOn(logger);
}

function telemetryOn(logger: Logger): Telemetry {
  return {
    event: (name, properties = {}) => logger.info({ event: name, ...properties }),
    request: (report) => logger[report.status >= 500 ? 'error' : 'debug'](report, 'request'),
    task: (report) => logger[report.status === 'failed' ? 'error' : 'debug'](report, 'task'),
    dependency: (report) => logger.debug(report, 'dependency'),
    metric: () => undefined,
    exception: (error, properties = {}) => logger.error({ err: error, ...properties }),
  };
}
