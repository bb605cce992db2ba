import type { Candidate } from '../domain/ranking.js';

/** A list that was made for somebody, whole, so that its pages agree. */
export interface RecommendationList {
  /** The `recommendation_id` of every page of it. */
  readonly id: string;
  readonly model: string;
  /** What it was made from, in short: once that differs, a first page makes a new list. */
  readonly basis: string;
  readonly candidates: readonly Candidate[];
}

/** Lists that live for a while: bounded in number and age, the least recently used go first. */
export interface RecommendationLists {
  /** `key` says who asked for what; a new list of the same key takes the place of the old, which `byId` still finds. */
  keep(key: string, list: RecommendationList): void;
  byKey(key: string): RecommendationList | undefined;
  byId(id: string): RecommendationList | undefined;
  /** How often `byKey` found a list, and found none, since the start. */
  counts(): { readonly hits: number; readonly misses: number };
}
