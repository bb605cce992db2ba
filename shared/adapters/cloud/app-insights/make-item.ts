import type { TraceContext } from '../../../domain/trace-context.js';
import type {
  DependencyReport,
  Properties,
  RequestReport,
  TaskReport,
} from '../../../ports/runtime.js';
import { harmlessError } from './harmless-error.js';
import type { Item } from './item.js';
import type { MetricSum } from './metric-sums.js';
import { scrub, scrubbedProperties } from './scrub.js';

/** When something was told, and of which trace it is. */
export interface Moment {
  readonly time: Date;
  readonly context: TraceContext | undefined;
}

export function requestItem(moment: Moment, report: RequestReport, rate: number): Item {
  const { id, method, route, status, durationMs, requestUnits } = report;
  const { context } = moment;
  const path = route.startsWith('/') ? route : `/${route}`;
  const told = {
    ...about(moment, { requestId: id, route, method }, context?.parentId),
    ...{ id: context?.spanId ?? id, name: `${method} ${path}`, url: path },
    ...{ duration: durationMs, resultCode: String(status), success: status < 500 },
    ...(requestUnits !== undefined && { measurements: { requestUnits } }),
  };
  return { kind: 'request', told, rate };
}

/** What a worker does is its request, which came by a queue. */
export function taskItem(moment: Moment, report: TaskReport, rate: number): Item {
  const { id, kind, status, attempts, queuedMs, runMs } = report;
  const { context } = moment;
  const told = {
    ...about(moment, { task: id, kind, status }, context?.parentId),
    ...{ id: context?.spanId ?? id, name: `task ${kind}`, url: '', source: 'queue' },
    ...{ duration: runMs, resultCode: status, success: status !== 'failed' },
    measurements: { queuedMs, attempts },
  };
  return { kind: 'request', told, rate };
}

export function dependencyItem(moment: Moment, report: DependencyReport, rate: number): Item {
  const { target, name, durationMs, isOk, result, spanId, requestUnits } = report;
  const charge = requestUnits === undefined ? {} : { requestUnits: String(requestUnits) };
  const told = {
    ...about(moment, charge, moment.context?.spanId),
    ...{ target, name, data: name, dependencyTypeName: target, duration: durationMs },
    ...{ success: isOk, resultCode: scrub(result ?? (isOk ? 'ok' : 'failed')) },
    ...(spanId !== undefined && { id: spanId }),
  };
  return { kind: 'dependency', told, rate };
}

export function eventItem(moment: Moment, name: string, properties?: Properties): Item {
  const told = {
    ...about(moment, scrubbedProperties(properties), moment.context?.spanId),
    name: scrub(name),
  };
  return { kind: 'event', told, rate: 100 };
}

export function exceptionItem(moment: Moment, error: unknown, properties?: Properties): Item {
  const { exception, causes } = harmlessError(error);
  const known = { ...scrubbedProperties(properties), ...(causes !== '' && { causes }) };
  const told = { ...about(moment, known, moment.context?.spanId), exception };
  return { kind: 'exception', told, rate: 100 };
}

export function metricItem(
  { name, dimensions, count, sum, min, max }: MetricSum,
  time: Date,
): Item {
  const told = { time, name, value: sum, count, min, max, properties: { ...dimensions } };
  return { kind: 'metric', told, rate: 100 };
}

/** What every item of a trace has. `parentId`: the span that it lies below. */
function about(
  { time, context }: Moment,
  properties: Readonly<Record<string, string>>,
  parentId: string | undefined,
) {
  const { traceId, requestId } = context ?? {};
  return {
    time,
    tagOverrides: {
      ...(traceId !== undefined && { 'ai.operation.id': traceId }),
      ...(parentId !== undefined && { 'ai.operation.parentId': parentId }),
    },
    properties: { ...(requestId !== undefined && { requestId }), ...properties },
  };
}
