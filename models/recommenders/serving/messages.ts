import type { ModelName } from '../../../shared/domain/ranking.js';
import type { ItemVectors, LearnedQuery } from '../../../shared/ports/learned-model.js';
import type { ModelFiles } from '../../../shared/ports/training.js';
import type { PackedRanking } from './packed-ranking.js';

export interface Ask {
  readonly id: number;
  readonly model: ModelName;
  readonly query: LearnedQuery;
  /** Milliseconds since 1970 UTC after which nobody waits for the answer. */
  readonly deadline: number;
}

export type Answer =
  | { readonly id: number; readonly ranking: PackedRanking }
  | { readonly id: number; readonly failure: string };

export interface ModelFacts {
  readonly name: ModelName;
  readonly size: number;
  readonly itemVectors?: ItemVectors;
}

/** What goes to the inference thread: first one `load`, then any number of `asks`, at last one `close`. */
export type ToThread =
  | { readonly kind: 'load'; readonly models: ReadonlyMap<ModelName, ModelFiles> }
  | { readonly kind: 'asks'; readonly asks: readonly Ask[] }
  | { readonly kind: 'close' };

export type FromThread =
  | { readonly kind: 'loaded'; readonly models: readonly ModelFacts[] }
  | { readonly kind: 'load-failed'; readonly message: string }
  | {
      readonly kind: 'answers';
      readonly answers: readonly Answer[];
      /** Items that have not been named before. */
      readonly newIds: readonly string[];
    };
