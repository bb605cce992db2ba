import type { Interaction } from '../domain/event.js';
import type { ModelName } from '../domain/ranking.js';

export interface LearnedQuery {
  /** Oldest first; items that the model has not seen are passed over. */
  readonly history: readonly Interaction[];
  /** Of the shopper, each as `name=value`. */
  readonly traits?: readonly string[];
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  /** How many of the best to give; 0 for none. */
  readonly count: number;
  /** Items to score beside the best. */
  readonly among?: readonly string[];
}

/** Scores are the model's own, of any sign: higher is better, comparable within one ranking only. */
export interface LearnedRanking {
  /** Best first, ties by id; fewer than asked where the model knows fewer items. */
  readonly itemIds: readonly string[];
  readonly scores: Float32Array;
  /** Aligned with `among`; NaN for an item that the model does not know. */
  readonly amongScores?: Float32Array;
  /** Where the asker lies in the space of the item vectors, of unit length, for models that have one. */
  readonly vector?: Float32Array;
}

/** Vectors of unit length, one a row. */
export interface ItemVectors {
  readonly itemIds: readonly string[];
  readonly dimension: number;
  /** items × dimension, row-major. */
  readonly values: Float32Array;
}

/** A fitted model that answers. Items of the history are ranked like any other. */
export interface LearnedModel {
  readonly name: ModelName;
  /** Items that it can rank. */
  readonly size: number;
  /** Present for models whose vectors are worth showing. */
  readonly itemVectors?: ItemVectors;
  /**
   * Resolves with an empty ranking where the history and traits say nothing to this model. Rejects with the signal's reason
   * when aborted.
   */
  rank(query: LearnedQuery, signal?: AbortSignal): Promise<LearnedRanking>;
  close(): Promise<void>;
}
