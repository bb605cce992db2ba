import { byScore } from '../../../domain/ranking.js';
import { type SearchedWord, searchedWordsOf } from '../../../domain/text/search-words.js';
import type { TextIndex, TextQuery } from '../../../ports/text-index.js';
import { number, text } from '../database/columns.js';
import type { Sqlite } from '../database/sqlite.js';
import { planSearches, type Term } from './query-plan.js';

const maxWords = 24;
/** The rarest of a query's words; a row costs more with each. */
const maxTerms = 12;
/** Ranking a row takes about a microsecond, and a fifth more for each word: some 5 ms for what is found at once. */
const rowsAtOnce = 4_000;
const costOfTerm = 0.2;

/** Of name, labels, seller and description. */
const weights = '4.0, 2.0, 1.0, 0.5';

/**
 * Word search in the catalogue of this database, which may be open for reading only and written by another process. What
 * matches more items than can be ranked in time is ranked among the newest of them.
 */
export function sqliteTextIndex(database: Sqlite): TextIndex {
  const counted = database.prepare(
    'SELECT COUNT(*) FROM (SELECT 1 FROM item_words WHERE item_words MATCH ? LIMIT ?)',
  );
  const oldestRanked = database.prepare(`SELECT rowid FROM item_words WHERE item_words MATCH ?
    ORDER BY rowid DESC LIMIT 1 OFFSET ?`);
  const ranked = database.prepare(`SELECT id, -bm25(item_words, ${weights}) AS score
    FROM item_words CROSS JOIN items ON items.key = item_words.rowid
    WHERE item_words MATCH ? AND item_words.rowid >= ? ORDER BY score DESC, id LIMIT ?`);

  const count = (match: string) => number(counted.row(match, rowsAtOnce)?.[0]);
  function* rank(match: string, maxRanked: number, limit: number) {
    const oldest = oldestRanked.row(match, maxRanked - 1);
    for (const [id, score] of ranked.rows(match, number(oldest?.[0] ?? 0), limit)) {
      yield { itemId: text(id), score: number(score) };
    }
  }
  return {
    search: async ({ text: words, limit, isPrefix = false }: TextQuery) => {
      const terms = telling(searchedWordsOf({ text: words, isPrefix }, maxWords), count);
      const maxRanked = Math.floor(rowsAtOnce / (1 + costOfTerm * terms.length));
      const found = new Map<string, number>();
      for (const match of planSearches(terms, maxRanked, count)) {
        for (const { itemId, score } of rank(match, maxRanked, limit + found.size)) {
          if (!found.has(itemId)) found.set(itemId, score);
        }
        if (found.size >= limit) break;
      }
      const items = Array.from(found, ([itemId, score]) => ({ itemId, score }));
      return items.sort(byScore).slice(0, limit);
    },
  };
}

/** The words that some items have, the rarest where they are many. */
function telling(
  words: readonly SearchedWord[],
  count: (match: string) => number,
): readonly Term[] {
  const terms = words.map(matching).map((match) => ({ match, count: count(match) }));
  return terms
    .filter((term) => term.count > 0)
    .sort((a, b) => a.count - b.count)
    .slice(0, maxTerms);
}

/** In quotes a word is a word and nothing else; none has a quote in it. */
const matching = ({ word, isPrefix }: SearchedWord) => `"${word}"${isPrefix ? '*' : ''}`;
