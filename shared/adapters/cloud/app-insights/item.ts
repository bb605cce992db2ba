import type { Contracts } from 'applicationinsights';

/** One thing to tell, as the library takes it, with the percentage of all like it that is told. */
export type Item = { readonly rate: number } & (
  | { readonly kind: 'request'; readonly told: Told<Contracts.RequestTelemetry> }
  | { readonly kind: 'dependency'; readonly told: Told<Contracts.DependencyTelemetry> }
  | { readonly kind: 'event'; readonly told: Told<Contracts.EventTelemetry> }
  | { readonly kind: 'exception'; readonly told: Told<Contracts.ExceptionTelemetry> }
  | { readonly kind: 'metric'; readonly told: Told<Contracts.MetricTelemetry> }
);

type Told<T> = Readonly<T> & { readonly time: Date };
