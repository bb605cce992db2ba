import type { Telemetry } from '../../shared/ports/runtime.js';

/** Keeps what was reported, to be looked at. */
export class RecordedTelemetry implements Telemetry {
  readonly requests: Parameters<Telemetry['request']>[0][] = [];
  readonly exceptions: unknown[] = [];
  readonly events: string[] = [];
  readonly tasks: Parameters<Telemetry['task']>[0][] = [];
  event(name: string): void {
    this.events.push(name);
  }
  request(properties: Parameters<Telemetry['request']>[0]): void {
    this.requests.push(properties);
  }
  task(properties: Parameters<Telemetry['task']>[0]): void {
    this.tasks.push(properties);
  }
  exception(error: unknown): void {
    this.exceptions.push(error);
  }
}
