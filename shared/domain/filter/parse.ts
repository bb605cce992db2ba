import { AppError } from '../errors.js';
import { parseCondition } from './condition.js';
import type { Expression } from './expression.js';
import { TokenReader } from './token-reader.js';

/** What one filter may hold, so that reading and evaluating it stay cheap. */
const filterLimits = { length: 4_096, depth: 64, terms: 256 } as const;

interface Budget {
  terms: number;
}

/**
 * Reads `price < 30 and categories has 'mugs' and not seller = 'x'`. Keywords in any case; `not` binds before `and`,
 * `and` before `or`. Throws `invalid` with the character where it went wrong, also for what exceeds `filterLimits`.
 */
export function parseFilter(source: string): Expression {
  const reader = readerOf(source);
  const expression = parseExpression(reader);
  if (reader.current.kind !== 'end') throw reader.expected('"and", "or" or the end');
  return expression;
}

/** A reader of a source that is not too long. */
export function readerOf(source: string): TokenReader {
  if (source.length <= filterLimits.length) return new TokenReader(source);
  const limit = filterLimits.length.toLocaleString('en');
  throw new AppError(
    'invalid',
    `a filter may have up to ${limit} characters, this one has ${source.length.toLocaleString('en')}`,
  );
}

/** The longest expression from where the reader stands; whatever follows is left to the caller. */
export function parseExpression(reader: TokenReader): Expression {
  return parseAny(reader, 1, { terms: filterLimits.terms });
}

function parseAny(reader: TokenReader, depth: number, budget: Budget): Expression {
  const terms = [parseAll(reader, depth, budget)];
  while (reader.take('or')) terms.push(parseAll(reader, depth, budget));
  return joined('or', terms);
}

function parseAll(reader: TokenReader, depth: number, budget: Budget): Expression {
  const terms = [parseTerm(reader, depth, budget)];
  while (reader.take('and')) terms.push(parseTerm(reader, depth, budget));
  return joined('and', terms);
}

function joined(kind: 'and' | 'or', terms: readonly Expression[]): Expression {
  const [only] = terms;
  return only && terms.length === 1 ? only : { kind, terms };
}

function parseTerm(reader: TokenReader, depth: number, budget: Budget): Expression {
  if (depth > filterLimits.depth) {
    throw reader.error(`a filter may nest ${filterLimits.depth} levels deep, it exceeds that`);
  }
  if (reader.take('not')) return { kind: 'not', term: parseTerm(reader, depth + 1, budget) };
  if (reader.take('(')) return parseGroup(reader, depth, budget);
  budget.terms -= 1;
  if (budget.terms < 0) {
    throw reader.error(`a filter may have ${filterLimits.terms} conditions, it exceeds that`);
  }
  return parseCondition(reader);
}

function parseGroup(reader: TokenReader, depth: number, budget: Budget): Expression {
  const group = parseAny(reader, depth + 1, budget);
  if (!reader.take(')')) throw reader.expected('"and", "or" or ")"');
  return group;
}
