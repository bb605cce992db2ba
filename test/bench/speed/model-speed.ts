import { measureSpeed, type Speed } from '../quality/latency.js';
import type { Row } from '../report.js';

/** A made-up shop of a sample's size, and one of 150,000 items with 2 million events. */
export async function modelSpeed(): Promise<readonly Row[]> {
  const small = await measureSpeed({ items: 2_000, events: 120_000, users: 5_000 }, 2_000);
  const large = await measureSpeed({ items: 150_000, events: 2_000_000, users: 100_000 }, 1_000);
  return [...speedRows(small), ...speedRows(large)];
}

function speedRows({ size, eventsPerSecond, logBytes, latencies }: Speed): readonly Row[] {
  const data = `${size.items} items × ${size.events} events`;
  const learning = `${Math.round(eventsPerSecond)} events/s, log ${Math.round(logBytes / 2 ** 20)} MiB`;
  const rows = latencies.map(({ what, medianMs, p95Ms, p99Ms }) => {
    const measured = [medianMs, p95Ms, p99Ms].map((ms) => ms.toFixed(2)).join('/');
    return { data, model: what, measured: `${measured} ms p50/p95/p99`, bar: '' };
  });
  return [{ data, model: 'learning', measured: learning, bar: '' }, ...rows];
}
