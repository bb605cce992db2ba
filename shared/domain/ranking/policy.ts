import type { EventKind } from '../event.js';

/** What a personal list does where the request does not say. */
export interface RankingPolicy {
  /** Items the shopper did one of these with stay out. Dismissed items always do. */
  readonly excludeSeen: readonly EventKind[];
  /** What is left of the score of an item that the shopper knows already, 0..1: new things come first. */
  readonly seenShare: number;
  /** 0 keeps the order of the scores, 1 avoids likeness wherever it can. */
  readonly diversity: number;
  /** How many candidates a list holds, all its pages together. */
  readonly listLength: number;
}

export const defaultRankingPolicy: RankingPolicy = {
  excludeSeen: ['order'],
  seenShare: 0.1,
  diversity: 0.1,
  listLength: 100,
};
