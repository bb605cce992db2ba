import { Counter, Histogram, type Registry, Summary } from 'prom-client';
import type { Dimensions } from '../../ports/runtime.js';
import type { LabelValues } from './label-values.js';
import { metricName } from './metric-name.js';

const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120];

/** Somebody has put an id into a name where there are more. */
const maxMetrics = 200;

/** The metrics of a registry, each made when it is first measured, with the labels that it has then. */
export class Measurements {
  readonly #registry: Registry;
  readonly #values: LabelValues;
  readonly #made = new Map<string, Measure>();

  constructor(registry: Registry, values: LabelValues) {
    this.#registry = registry;
    this.#values = values;
  }

  /** Milliseconds, kept as seconds. */
  seconds(name: string, help: string, milliseconds: number, labels: Dimensions): void {
    const measure = this.#measure(`${name}_seconds`, (name) => {
      const histogram = new Histogram({ ...this.#settings(name, help, labels), buckets });
      return {
        labels: Object.keys(labels),
        add: (known, value) => histogram.observe(known, value),
      };
    });
    this.#add(measure, milliseconds / 1_000, labels);
  }

  total(name: string, help: string, value: number, labels: Dimensions): void {
    const measure = this.#measure(`${name}_total`, (name) => {
      const counter = new Counter(this.#settings(name, help, labels));
      return { labels: Object.keys(labels), add: (known, value) => counter.inc(known, value) };
    });
    if (value >= 0) this.#add(measure, value, labels);
  }

  /** By the unit that the name ends with: what is in milliseconds is a duration, of the rest sum and count are kept. */
  any(name: string, value: number, labels: Dimensions): void {
    if (name.endsWith('-ms')) {
      this.seconds(metricName(name.slice(0, -3)), `Durations: ${name.slice(0, -3)}`, value, labels);
      return;
    }
    const measure = this.#measure(metricName(name), (name) => {
      const settings = this.#settings(name, `Measurements: ${name}`, labels);
      const summary = new Summary({ ...settings, percentiles: [] });
      return { labels: Object.keys(labels), add: (known, value) => summary.observe(known, value) };
    });
    this.#add(measure, value, labels);
  }

  #measure(name: string, make: (name: string) => Measure): Measure | undefined {
    const known = this.#made.get(name);
    if (known !== undefined || this.#made.size >= maxMetrics) return known;
    const made = make(name);
    this.#made.set(name, made);
    return made;
  }

  #settings(name: string, help: string, labels: Dimensions) {
    const labelNames = Object.keys(labels);
    return { name: `tastemaker_${name}`, help, labelNames, registers: [this.#registry] };
  }

  #add(measure: Measure | undefined, value: number, labels: Dimensions): void {
    if (measure === undefined || !Number.isFinite(value)) return;
    const known: Record<string, string> = {};
    for (const label of measure.labels) known[label] = this.#values.of(label, labels[label] ?? '');
    measure.add(known, value);
  }
}

interface Measure {
  readonly labels: readonly string[];
  add(labels: Record<string, string>, value: number): void;
}
