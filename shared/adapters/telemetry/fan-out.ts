import type { Telemetry } from '../../ports/runtime.js';

/** Tells each of them everything. */
export function fanOut(all: readonly Telemetry[]): Telemetry {
  const [only] = all;
  if (only !== undefined && all.length === 1) return only;
  const tell = (each: (one: Telemetry) => void): void => all.forEach(each);
  return {
    event: (name, properties) => tell((one) => one.event(name, properties)),
    request: (report) => tell((one) => one.request(report)),
    task: (report) => tell((one) => one.task(report)),
    dependency: (report) => tell((one) => one.dependency(report)),
    metric(name, value, dimensions) {
      for (const one of all) one.metric(name, value, dimensions);
    },
    exception: (error, properties) => tell((one) => one.exception(error, properties)),
  };
}
