import type { Estimate } from '../../../../shared/domain/model-version.js';

export type Metrics = Readonly<Record<string, Estimate>>;

/** How a model did on a part of the question. */
export interface ViewSummary {
  readonly name: string;
  readonly kind: 'whole' | 'objective' | 'segment';
  readonly cases: number;
  readonly metrics: Metrics;
}

/** How a model did. Figures of lists are of the first `cutoff` items, the largest that was asked for. */
export interface Summary {
  /** The whole first; parts that no case belongs to are left out. */
  readonly views: readonly ViewSummary[];
  /** Share of the catalogue that came up in all lists together. */
  readonly coverage: number;
  /** In bits. */
  readonly novelty: Estimate;
  /** OTTO's weighted recall@20; absent where no case wants a cart or an order. */
  readonly weightedRecall?: number;
  readonly latencyMs: { readonly median: number; readonly p95: number };
}
