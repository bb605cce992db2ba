import { AppError } from '../../shared/domain/errors.js';
import { byScore } from '../../shared/domain/ranking.js';
import type { VectorSpace } from '../../shared/domain/vector-space.js';
import { cosine } from '../../shared/domain/vectors.js';
import type { ItemView } from '../../shared/ports/item-view.js';
import type { TextIndex } from '../../shared/ports/text-index.js';
import type { VectorIndex } from '../../shared/ports/vector-index.js';

/** Compares with every vector. */
export function plainVectorIndex(
  space: VectorSpace,
  vectors: ReadonlyMap<string, Float32Array>,
): VectorIndex {
  return {
    space,
    get size() {
      return vectors.size;
    },
    get: (itemId) => vectors.get(itemId),
    async search({ vector, limit, accept = () => true }) {
      if (vector.length !== space.dimensions) throw new AppError('invalid', 'wrong dimensions');
      const accepted = [...vectors].filter(([itemId]) => accept(itemId));
      return accepted
        .map(([itemId, each]) => ({ itemId, score: cosine(vector, each) ?? 0 }))
        .sort(byScore)
        .slice(0, limit);
    },
  };
}

/** Counts the words of the name that the query has, the last one by its beginning. Remembers what it was asked for. */
export function plainTextIndex(items: ItemView): TextIndex & { readonly limits: number[] } {
  const limits: number[] = [];
  return {
    limits,
    async search({ text, limit, isPrefix = false }) {
      limits.push(limit);
      const words = text.toLowerCase().trim().split(/\s+/);
      const last = words.at(-1) ?? '';
      const scoreOf = (name: string) => {
        const own = name.toLowerCase().split(/\s+/);
        const whole = words.filter((word) => own.includes(word)).length;
        const isBegun =
          isPrefix && !own.includes(last) && own.some((each) => each.startsWith(last));
        return whole + (isBegun ? 0.5 : 0);
      };
      return [...items.values()]
        .filter(({ isActive }) => isActive)
        .map(({ id, name }) => ({ itemId: id, score: scoreOf(name) }))
        .filter(({ score }) => score > 0)
        .sort(byScore)
        .slice(0, limit);
    },
  };
}
