import type { Expression } from './expression.js';
import { parseExpression, readerOf } from './parse.js';
import type { TokenReader } from './token-reader.js';

/** Multiplies the score of what matches. Below 1 lowers; 0 sinks to the end of the list but never removes. */
export interface Boost {
  readonly when: Expression;
  /** 0..`boostLimits.factor`. */
  readonly factor: number;
}

export const boostLimits = { count: 16, factor: 100 } as const;

/**
 * Reads boosts as they stand in a URL: `price < 30: 1.5; tags has 'new': 2`. Throws `invalid` with the character
 * where it went wrong.
 */
export function parseBoosts(source: string): readonly Boost[] {
  const reader = readerOf(source);
  const boosts = [parseBoost(reader)];
  while (reader.take(';') && reader.current.kind !== 'end') {
    if (boosts.length === boostLimits.count) {
      throw reader.error(`a list may be boosted by ${boostLimits.count} rules, it exceeds that`);
    }
    boosts.push(parseBoost(reader));
  }
  if (reader.current.kind !== 'end') throw reader.expected('";" or the end');
  return boosts;
}

function parseBoost(reader: TokenReader): Boost {
  const when = parseExpression(reader);
  if (!reader.take(':')) throw reader.expected('"and", "or" or ":" and a factor');
  const token = reader.current;
  if (token.kind !== 'number' || token.value < 0 || token.value > boostLimits.factor) {
    throw reader.expected(`a factor from 0 to ${boostLimits.factor}`);
  }
  reader.next();
  return { when, factor: token.value };
}
