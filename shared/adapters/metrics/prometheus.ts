import { collectDefaultMetrics, Registry } from 'prom-client';
import { AppError } from '../../domain/errors.js';
import type { Gauges, Reading, Telemetry } from '../../ports/runtime.js';
import { LabelValues } from './label-values.js';
import { Measurements } from './measurements.js';
import { readGauges } from './read-gauges.js';

export interface Prometheus extends Telemetry, Gauges {
  readonly contentType: string;
  /** In Prometheus' text format. */
  text(): Promise<string>;
}

/**
 * Counts and adds up for those who scrape: durations in seconds, in histograms; of anything else how often and how much.
 * Labels come from what is declared, and no label grows without end.
 */
export function prometheusTelemetry(): Prometheus {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const of = new Measurements(registry, new LabelValues());
  const gauges = new Map<string, { readonly help: string; read(): readonly Reading[] }>();
  return {
    contentType: registry.contentType,
    async text() {
      readGauges(registry, gauges);
      return registry.metrics();
    },
    watch: (name, help, read) => void gauges.set(name, { help, read }),
    request({ route, method, status, durationMs, requestUnits }) {
      const labels = { route, method: methodOf(method) };
      const answered = { ...labels, status: `${Math.floor(status / 100)}xx` };
      of.seconds('request', 'From a request to its answer', durationMs, answered);
      if (requestUnits !== undefined)
        of.total('request_units', 'Request units of the store', requestUnits, labels);
    },
    task({ kind, status, queuedMs, runMs }) {
      of.total('tasks', 'Tasks that have ended', 1, { kind, status });
      of.seconds('task_queued', 'From asking for a task to its last beginning', queuedMs, { kind });
      of.seconds('task_run', 'From the last beginning of a task to its end', runMs, { kind });
    },
    dependency({ target, name, durationMs, isOk, requestUnits }) {
      const labels = { target, name };
      const called = { ...labels, outcome: isOk ? 'ok' : 'failed' };
      of.seconds('dependency', 'How long calls of others take', durationMs, called);
      if (requestUnits !== undefined)
        of.total('dependency_request_units', 'Request units of calls', requestUnits, labels);
    },
    metric: (name, value, dimensions = {}) => of.any(name, value, dimensions),
    event: (event) => of.total('events', 'Events', 1, { event }),
    exception: (error) =>
      of.total('exceptions', 'Failures that were reported', 1, { code: codeOf(error) }),
  };
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Anybody can make methods up. */
const methodOf = (method: string) => (methods.has(method) ? method : 'other');

const codeOf = (error: unknown) => (error instanceof AppError ? error.code : 'other');
