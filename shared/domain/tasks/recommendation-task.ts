import type { Offer } from '../offer.js';
import type { ModelName } from '../ranking.js';
import type { TaskKind } from './task.js';

/** The versions of the API for asynchronous recommendations, and who answers in each. */
export const recommendationVersions = {
  v1: { kind: 'recommend-v1', model: 'gru' },
  v2: { kind: 'recommend-v2', model: 'two-tower' },
} as const satisfies Readonly<
  Record<string, { readonly kind: TaskKind; readonly model: ModelName }>
>;
export type RecommendationVersion = keyof typeof recommendationVersions;

/** What a session asks for, as the record keeps it. */
export interface RecommendationRequest {
  readonly limit: number;
  /** An expression over item fields, as it was written. */
  readonly filter?: string;
}

/** A recommended item, and where it can be had now. */
export interface ItemWithOffers {
  readonly itemId: string;
  readonly score: number;
  /** In words. */
  readonly reason: string;
  /** The catalogue's own data, and where it lacks any, that of the best offer. */
  readonly product: Offer;
  readonly offers: readonly Offer[];
  /** Why there are no offers, where looking them up failed. */
  readonly note?: string;
}

export interface RecommendationResult {
  /** Who made the list: another than was asked where that one was not ready. */
  readonly model: ModelName;
  readonly items: readonly ItemWithOffers[];
}
