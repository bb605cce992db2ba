/** Milliseconds since 1970 UTC. */
export type Clock = () => number;

/** A new id: unique, unguessable, sorting by time of making. */
export type NewId = () => string;

type Properties = Readonly<Record<string, string | number | boolean>>;

/** Named events, requests and exceptions; the only way any room reports what it does. Never given secrets. */
export interface Telemetry {
  event(name: string, properties?: Properties): void;
  request(properties: {
    readonly id: string;
    readonly traceparent?: string;
    readonly route: string;
    readonly method: string;
    readonly status: number;
    readonly durationMs: number;
  }): void;
  /** A task has ended. */
  task(properties: {
    readonly id: string;
    readonly kind: string;
    readonly status: string;
    readonly attempts: number;
    readonly queuedMs: number;
    readonly runMs: number;
  }): void;
  exception(error: unknown, properties?: Properties): void;
}

/**
 * Shows long work to whoever waits for it. `done` and `total` are in one unit; `total` may be unknown. `note` is a
 * figure or two that belong beside them, such as a speed.
 */
export interface Progress {
  report(stage: string, done: number, total?: number, note?: string): void;
  end(): void;
}
