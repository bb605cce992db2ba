import { type Logger, pino } from 'pino';
import type { Telemetry } from '../../ports/runtime.js';

type Level = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/**
 * Telemetry as JSON lines on stderr, so that stdout stays for people. Requests and tasks are lines of level `debug`, failed
 * ones (of requests, status ≥ 500) of level `error`; exceptions carry their stack and their causes.
 */
export function consoleTelemetry(level: Level): Telemetry {
  const logger = pino({ level, base: null }, pino.destination({ dest: 2, sync: true }));
  return telemetryOn(logger);
}

function telemetryOn(logger: Logger): Telemetry {
  return {
    event: (name, properties = {}) => logger.info({ event: name, ...properties }),
    request: (properties) =>
      logger[properties.status >= 500 ? 'error' : 'debug'](properties, 'request'),
    task: (properties) =>
      logger[properties.status === 'failed' ? 'error' : 'debug'](properties, 'task'),
    exception: (error, properties = {}) => logger.error({ err: error, ...properties }),
  };
}
