import { Counter, Gauge, type Registry } from 'prom-client';
import type { Reading } from '../../ports/runtime.js';
import { metricName } from './metric-name.js';

interface Watched {
  readonly help: string;
  read(): readonly Reading[];
}

/** Puts what the gauges show now in the place of what they showed. What cannot be read is left out. */
export function readGauges(registry: Registry, gauges: ReadonlyMap<string, Watched>): void {
  for (const [name, watched] of gauges) {
    const full = `tastemaker_${metricName(name)}`;
    registry.removeSingleMetric(full);
    const readings = readOrNothing(watched);
    if (readings.length > 0) show(registry, { name: full, help: watched.help, readings });
  }
}

function show(
  registry: Registry,
  {
    name,
    help,
    readings,
  }: { readonly name: string; readonly help: string; readonly readings: readonly Reading[] },
): void {
  const labelNames = Object.keys(readings[0]?.dimensions ?? {});
  const settings = { name, help, labelNames, registers: [registry] };
  const metric = name.endsWith('_total') ? new Counter(settings) : new Gauge(settings);
  for (const { value, dimensions = {} } of readings) metric.inc({ ...dimensions }, value);
}

function readOrNothing({ read }: Watched): readonly Reading[] {
  try {
    return read();
  } catch {
    return [];
  }
}
