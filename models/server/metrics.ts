import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { DeviceReport } from '../../shared/ports/encoders.js';
import type { BatchObserver } from './batching/batcher.js';

export interface Metrics {
  readonly contentType: string;
  /** In Prometheus' text format. */
  text(): Promise<string>;
  answered(route: string, status: number, seconds: number): void;
  /** Both are asked each time the metrics are. */
  watch(encoder: string, of: { waiting(): number; device(): DeviceReport }): BatchObserver;
}

const prefix = 'tastemaker_inference_';
const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const sizes = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/** Metrics of one server, apart from those of any other in this process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const named = (name: string, help: string, ...labelNames: readonly string[]) => ({
    ...{ name: `${prefix}${name}`, help, labelNames, registers: [registry] },
  });
  const requests = new Histogram({
    ...named('request_seconds', 'From a request to its answer', 'route', 'status'),
    buckets: seconds,
  });
  const lanes = laneMetrics(named);
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    answered: (route, status, took) => requests.observe({ route, status }, took),
    watch(encoder, of) {
      lanes.watched.set(encoder, of);
      return lanes.observerOf(encoder);
    },
  };
}

type Watched = Parameters<Metrics['watch']>[1];
type Named = (
  name: string,
  help: string,
  ...labelNames: readonly string[]
) => {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
  readonly registers: Registry[];
};

function laneMetrics(named: Named) {
  const watched = new Map<string, Watched>();
  gauges(named, watched);
  const waits = new Histogram({
    ...named('wait_seconds', 'From a request to its first batch', 'encoder'),
    buckets: seconds,
  });
  const batches = new Histogram({
    ...named('batch_seconds', 'How long a batch takes', 'encoder'),
    buckets: seconds,
  });
  const items = new Histogram({
    ...named('batch_items', 'Texts or pictures in a batch', 'encoder'),
    buckets: sizes,
  });
  const count = (name: string, help: string) => new Counter(named(name, help, 'encoder'));
  const rejected = count('rejected_total', 'Requests refused because too many waited');
  const skipped = count('skipped_total', 'Callers who left before their batch began');
  const cancelled = count('cancelled_total', 'Batches called off because all callers had left');
  const observerOf = (encoder: string): BatchObserver => {
    for (const counter of [rejected, skipped, cancelled]) counter.inc({ encoder }, 0);
    return {
      admitted: () => waits.startTimer({ encoder }),
      began(size) {
        items.observe({ encoder }, size);
        return batches.startTimer({ encoder });
      },
      rejected: () => rejected.inc({ encoder }),
      skipped: () => skipped.inc({ encoder }),
      cancelled: () => cancelled.inc({ encoder }),
    };
  };
  return { watched, observerOf };
}

function gauges(named: Named, watched: ReadonlyMap<string, Watched>): void {
  new Gauge({
    ...named('queue_length', 'Texts or pictures that wait for a batch', 'encoder'),
    collect() {
      for (const [encoder, of] of watched) this.set({ encoder }, of.waiting());
    },
  });
  new Gauge({
    ...named('device', 'What an encoder computes on', 'encoder', 'device'),
    collect() {
      this.reset();
      for (const [encoder, of] of watched) this.set({ encoder, device: of.device().device }, 1);
    },
  });
}
