import type { Clock, Gauges, Reading, Telemetry } from '../../../ports/runtime.js';
import type { Trace } from '../../../ports/trace.js';
import { makeIngestion } from './ingestion.js';
import type { Item } from './item.js';
import {
  dependencyItem,
  eventItem,
  exceptionItem,
  type Moment,
  metricItem,
  requestItem,
  taskItem,
} from './make-item.js';
import { MetricSums } from './metric-sums.js';
import { Outbox, type Pace, usualPace } from './outbox.js';
import { makeSampler, type Sampled } from './sampler.js';

export interface AppInsightsOptions {
  /** `InstrumentationKey=…;IngestionEndpoint=…` */
  readonly connection: string;
  /** What this process is, among those of the product: `tastemaker-worker`. */
  readonly role: string;
  /** Of requests and calls that went well, in 0 to 100. */
  readonly sampling: number;
  readonly trace: Pick<Trace, 'current'>;
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
  /** Told how many could not be sent, once others can. */
  readonly lost: (count: number) => void;
  readonly pace?: Pace;
  /** Measurements are added up for so long. */
  readonly sumsEveryMs?: number;
}

export interface AppInsights extends Telemetry, Gauges {
  /** Sends what is there, for no longer than so. */
  close(limitMs: number): Promise<void>;
}

/**
 * Application Insights. Requests, tasks (as requests of their worker) and calls of others are sampled, failures and slow ones
 * never; measurements are added up first. All of it carries the ids of its trace and the id of the request it began with.
 * Nothing that was sent to us goes out: no queries, texts, addresses or ids of persons. An endpoint that is away costs memory
 * for some thousand items and nothing else.
 */
export function appInsightsTelemetry(options: AppInsightsOptions): AppInsights {
  const { trace, clock, pace = usualPace } = options;
  const sums = new MetricSums();
  const gauges = new Map<string, () => readonly Reading[]>();
  const outbox = new Outbox<Item>({
    pace,
    send: makeIngestion(options),
    gather: gathering({ sums, gauges, clock }, options.sumsEveryMs ?? 60_000),
    lost: options.lost,
  });
  const now = (): Moment => ({ time: new Date(clock()), context: trace.current() });
  const sample = makeSampler(options.sampling, options.random);
  const put = (of: Sampled, item: (moment: Moment, rate: number) => Item) => {
    const moment = now();
    const rate = sample(of, moment.context);
    if (rate !== undefined) outbox.put(item(moment, rate), of.hasFailed);
  };
  return {
    watch: (name, _help, read) => void gauges.set(name, read),
    metric: (name, value, dimensions) => sums.add(name, value, dimensions),
    event: (name, properties) => outbox.put(eventItem(now(), name, properties), true),
    exception: (error, properties) => outbox.put(exceptionItem(now(), error, properties), true),
    request(report) {
      const hasFailed = report.status >= 500 || report.status === 429;
      put({ ...report, hasFailed }, (moment, rate) => requestItem(moment, report, rate));
    },
    task(report) {
      const { kind, status, queuedMs, runMs: durationMs } = report;
      sums.add('queue-lag-ms', queuedMs, { kind });
      const hasFailed = status === 'failed';
      put({ hasFailed, durationMs }, (moment, rate) => taskItem(moment, report, rate));
    },
    dependency(report) {
      const hasFailed = !report.isOk;
      put({ ...report, hasFailed }, (moment, rate) => dependencyItem(moment, report, rate));
    },
    close: (limitMs) => outbox.close(limitMs),
  };
}

interface Gathered {
  readonly sums: MetricSums;
  readonly gauges: ReadonlyMap<string, () => readonly Reading[]>;
  readonly clock: Clock;
}

/** What has been added up, and what the gauges show, now and then. */
function gathering({ sums, gauges, clock }: Gathered, everyMs: number) {
  let nextAt = clock() + everyMs;
  return (isLast: boolean): readonly Item[] => {
    const now = clock();
    if (!isLast && now < nextAt) return [];
    nextAt = now + everyMs;
    for (const [name, read] of gauges) {
      for (const { value, dimensions } of readOrNothing(read)) sums.add(name, value, dimensions);
    }
    return sums.take().map((sum) => metricItem(sum, new Date(now)));
  };
}

/** What cannot be read just now says nothing, and takes nothing else with it. */
function readOrNothing(read: () => readonly Reading[]): readonly Reading[] {
  try {
    return read();
  } catch {
    return [];
  }
}
