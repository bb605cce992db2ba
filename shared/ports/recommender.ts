import type { Interaction, Objective } from '../domain/event.js';
import type { Candidate, ModelName, ScoredItem } from '../domain/ranking.js';

/** Which items an answer may hold: exclusions, filter and activity in one. */
export type Accept = (itemId: string) => boolean;

export interface RecommendQuery {
  /** Oldest first; empty for a stranger. */
  readonly history: readonly Interaction[];
  /** The user or session that asks, where it is one: what they did themselves does not speak for others' taste. */
  readonly shopper?: string;
  /** What is known of the shopper beside events, each as `name=value`. */
  readonly traits?: readonly string[];
  readonly count: number;
  /** Milliseconds since 1970 UTC; what decay is measured from. */
  readonly now: number;
  readonly accept: Accept;
}

/**
 * A model that makes a personal list. At most `count` accepted items, best first, ties by id, none twice; fewer where
 * the model knows no more. Scores are ≥ 0, higher is better, comparable within one answer only. Rejects with
 * `unavailable` where the model cannot be asked; `blend` never does.
 */
export interface Recommender {
  readonly name: ModelName;
  recommend(query: RecommendQuery, signal?: AbortSignal): Promise<readonly Candidate[]>;
}

export interface ListQuery {
  readonly count: number;
  readonly now: number;
  readonly accept: Accept;
  readonly category?: string;
}

/** Lists that do not depend on who asks. Same order and score rules as `Recommender`. */
export interface ItemLists {
  /** The whole catalogue, what nobody has touched last: it fills whatever other lists leave open. */
  popular(query: ListQuery): readonly Candidate[];
  /** Rising against their own past. */
  trending(query: ListQuery): readonly Candidate[];
  /** Newest in the catalogue first; `score` falls from 1 with age. */
  latest(query: ListQuery): readonly Candidate[];
  similar(itemId: string, query: ListQuery): readonly Candidate[];
  boughtTogether(itemId: string, query: ListQuery): readonly Candidate[];
}

/** One item with a score for each thing the session may lead to; each ≥ 0 and counted from that kind of event. */
type ObjectiveScores = { readonly itemId: string } & Readonly<Record<Objective, number>>;

/** `combined` = Σ weights × scores. */
export type RankedObjectives = ObjectiveScores & { readonly combined: number };

/** Scores what a session may click, put in the cart and order next (OTTO's three objectives). */
export interface SessionRanker {
  /** At most `count`, best by the weighted sum first. */
  rank(
    query: RecommendQuery & { readonly weights: Readonly<Record<Objective, number>> },
  ): Promise<readonly RankedObjectives[]>;
}

/** Orders given items for a shopper: the same ids, best first, with scores ≥ 0. */
export interface ItemScorer {
  score(
    itemIds: readonly string[],
    query: Pick<RecommendQuery, 'history' | 'traits' | 'now'>,
  ): Promise<readonly ScoredItem[]>;
}

/** What shoppers did, as far as the change log has been followed. Oldest first, the last `limit` steps. */
export interface Histories {
  /** Of the user and every session known to be theirs. Undefined: nobody by that id was seen. */
  ofUser(userId: string, limit: number): readonly Interaction[] | undefined;
  ofSession(sessionId: string, limit: number): readonly Interaction[] | undefined;
}

/** Vectors of unit length in one space of `dimension` values. */
export interface ItemEmbedder {
  readonly dimension: number;
  ofItem(itemId: string): Promise<Float32Array | undefined>;
  /** Where what the history touched puts its shopper; undefined where none of it has a vector. */
  ofHistory(history: readonly Interaction[]): Promise<Float32Array | undefined>;
}

/** All that answers with one version of the learned models and the counting ones beside them. */
export interface Ensemble {
  /** `blend` is always there. */
  readonly recommenders: ReadonlyMap<ModelName, Recommender>;
  readonly sessions: SessionRanker;
  readonly scorer: ItemScorer;
  readonly embedder: ItemEmbedder;
  /** Gives back what mixing takes; the learned models are not its own. Nothing may be asked any more. */
  close(): Promise<void>;
}

/** The version that serves now. Read once for each request, so that no answer mixes two. */
export type CurrentEnsemble = () => Ensemble & { readonly version: string };
