import type { Estimate } from '../../../../shared/domain/model-version.js';
import type { Metrics, Summary, ViewSummary } from '../measure/summary.js';

/** Three digits that mean something: 0.283, 12.4, 0.0142. */
export function shortFigure(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 3;
  return value.toFixed(digits);
}

/** The same with the half-width of its interval. */
export function withInterval({ mean, low, high }: Estimate): string {
  return `${shortFigure(mean)} ±${shortFigure((high - low) / 2)}`;
}

export function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${shortFigure(Math.abs(value))}`;
}

/** Beyond noise where the interval leaves out 0. */
export function isCertain({ low, high }: Estimate): boolean {
  return low > 0 || high < 0;
}

function wholeOf({ views }: Summary): ViewSummary | undefined {
  return views.find(({ kind }) => kind === 'whole');
}

export function metricsOf(summary: Summary): Metrics {
  return wholeOf(summary)?.metrics ?? {};
}
