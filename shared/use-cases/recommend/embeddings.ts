import { AppError } from '../../domain/errors.js';
import type { CurrentEnsemble, Histories } from '../../ports/recommender.js';

export interface EmbeddingDependencies {
  readonly histories: Histories;
  readonly ensemble: CurrentEnsemble;
}

/** Of unit length. */
export type EmbeddingOf = (id: string) => Promise<Float32Array>;

const historyLength = 200;

/** Where an item lies in the space that likeness is measured in. Throws `not-found`. */
export function makeItemEmbedding({ ensemble }: EmbeddingDependencies): EmbeddingOf {
  return async (itemId) => (await ensemble().embedder.ofItem(itemId)) ?? missing('item', itemId);
}

/** Where a session's taste lies in the same space. Throws `not-found`, also while it has touched no known item. */
export function makeSessionEmbedding(dependencies: EmbeddingDependencies): EmbeddingOf {
  const { histories, ensemble } = dependencies;
  return async (sessionId) => {
    const history = histories.ofSession(sessionId, historyLength);
    const vector = history && (await ensemble().embedder.ofHistory(history));
    return vector ?? missing('session', sessionId);
  };
}

function missing(what: string, id: string): never {
  throw new AppError('not-found', `no vector of ${what} ${JSON.stringify(id.slice(0, 60))}`);
}
