import type {
  DependencyReport,
  Dimensions,
  RequestReport,
  TaskReport,
  Telemetry,
} from '../../shared/ports/runtime.js';

/** Keeps what was reported, to be looked at. */
export class RecordedTelemetry implements Telemetry {
  readonly requests: RequestReport[] = [];
  readonly exceptions: unknown[] = [];
  readonly events: string[] = [];
  readonly tasks: TaskReport[] = [];
  readonly dependencies: DependencyReport[] = [];
  readonly metrics: {
    readonly name: string;
    readonly value: number;
    readonly dimensions: Dimensions;
  }[] = [];
  event(name: string): void {
    this.events.push(name);
  }
  request(report: RequestReport): void {
    this.requests.push(report);
  }
  task(report: TaskReport): void {
    this.tasks.push(report);
  }
  dependency(report: DependencyReport): void {
    this.dependencies.push(report);
  }
  metric(name: string, value: number, dimensions: Dimensions = {}): void {
    this.metrics.push({ name, value, dimensions });
  }
  exception(error: unknown): void {
    this.exceptions.push(error);
  }
}
