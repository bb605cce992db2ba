/** Milliseconds since 1970 UTC. */
export type Clock = () => number;

/** A new id: unique, unguessable, sorting by time of making. */
export type NewId = () => string;

export type Properties = Readonly<Record<string, string | number | boolean>>;

/** What tells measurements of one name apart: few values each, never an id nor anything that was sent. */
export type Dimensions = Readonly<Record<string, string>>;

export interface RequestReport {
  readonly id: string;
  readonly traceparent?: string;
  /** As it is declared, `items/{id}`: never a path that was asked for. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly durationMs: number;
  /** What its calls of a metered store have cost; absent where none is. */
  readonly requestUnits?: number;
}

export interface TaskReport {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly attempts: number;
  readonly queuedMs: number;
  readonly runMs: number;
}

/** One call of somebody else. */
export interface DependencyReport {
  /** Who was asked, of few values: `inference server`, `service bus`. */
  readonly target: string;
  /** For what, of few values: `POST /v1/embed-text`, `send`. Never an address nor anything that was sent. */
  readonly name: string;
  readonly durationMs: number;
  readonly isOk: boolean;
  /** A status, or the code of an error. */
  readonly result?: string;
  /** The span that the callee was told to be below, in 16 hexadecimal digits; absent where it was told none. */
  readonly spanId?: string;
  readonly requestUnits?: number;
}

/**
 * Requests, tasks, calls of others, measurements, events and exceptions; the only way any room reports what it does. Never
 * given secrets. Costs microseconds and never throws.
 */
export interface Telemetry {
  event(name: string, properties?: Properties): void;
  request(report: RequestReport): void;
  /** A task has ended. */
  task(report: TaskReport): void;
  dependency(report: DependencyReport): void;
  /** One measurement; its name ends with its unit: `stage-ms`. */
  metric(name: string, value: number, dimensions?: Dimensions): void;
  exception(error: unknown, properties?: Properties): void;
}

/** One of the values of a gauge. */
export interface Reading {
  readonly value: number;
  readonly dimensions?: Dimensions;
}

/** Figures that are asked for whenever somebody looks: sizes, versions, counts so far. */
export interface Gauges {
  /** `help`: what it is, in words. A name is watched once. */
  watch(name: string, help: string, read: () => readonly Reading[]): void;
}

/**
 * Shows long work to whoever waits for it. `done` and `total` are in one unit; `total` may be unknown. `note` is a
 * figure or two that belong beside them, such as a speed.
 */
export interface Progress {
  report(stage: string, done: number, total?: number, note?: string): void;
  end(): void;
}
