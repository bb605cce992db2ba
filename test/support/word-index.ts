import { byScore } from '../../shared/domain/ranking.js';
import { wordsOfName } from '../../shared/domain/text/normalised-name.js';
import type { ItemView } from '../../shared/ports/item-view.js';
import type { TextIndex } from '../../shared/ports/text-index.js';

/** Active items by how many words of their names are asked for; looks at all of them. */
export function wordIndex(items: ItemView): TextIndex {
  return {
    async search({ text, limit }) {
      const asked = new Set(wordsOfName(text));
      return [...items.values()]
        .filter(({ isActive }) => isActive)
        .map(({ id, name }) => ({
          itemId: id,
          score: wordsOfName(name).filter((word) => asked.has(word)).length,
        }))
        .filter(({ score }) => score > 0)
        .sort(byScore)
        .slice(0, limit);
    },
  };
}
