import { SqlError } from '../errors.js';
import { isGrouped, projectedExpressions } from '../running/groups.js';
import type { Call, Expression, Select } from '../syntax/tree.js';
import { expressionsIn } from '../syntax/walk.js';

/** Pages "FullTextScore", "RRF": only ORDER BY RANK may hold them, and nothing but them. */
export function checkRanking(query: Select): void {
  const keys = query.orderBy.map((key) => key.expression);
  const clauses = [query.where, ...query.groupBy, ...projectedExpressions(query), ...keys];
  if (clauses.some((clause) => clause && ranks(clause))) {
    throw new SqlError(
      'SC2240',
      'The FullTextScore and RRF functions can only be used in an ORDER BY RANK clause.',
    );
  }
  if (query.rank === undefined) return;
  checkRank(query.rank);
  if (isGrouped(query) || query.distinct) {
    throw new SqlError(
      'SC2242',
      'ORDER BY RANK cannot be used with GROUP BY, DISTINCT or aggregates.',
    );
  }
}

function ranks(clause: Expression): boolean {
  return expressionsIn(clause).some((each) => callOf(each, ['FULLTEXTSCORE', 'RRF']) !== undefined);
}

function callOf(expression: Expression, names: readonly string[]): Call | undefined {
  const found = expression.kind === 'call' && names.includes(expression.name.toUpperCase());
  return found ? expression : undefined;
}

function checkRank(rank: Expression): void {
  const fused = callOf(rank, ['RRF']);
  if (fused !== undefined) checkFused(fused.arguments);
  else if (callOf(rank, ['FULLTEXTSCORE']) === undefined) {
    throw new SqlError('SC2241', 'ORDER BY RANK must be followed by FullTextScore or RRF.');
  }
}

function checkFused(parts: readonly Expression[]): void {
  const scores = parts.filter((each) => callOf(each, ['FULLTEXTSCORE', 'VECTORDISTANCE']));
  const [weights, ...others] = parts.slice(scores.length);
  const wellFormed = weights === undefined || (others.length === 0 && isList(weights));
  if (scores.length >= 2 && wellFormed) return;
  throw new SqlError(
    'SC2243',
    'RRF takes two or more calls of FullTextScore or VectorDistance, and a list of weights after them.',
  );
}

function isList({ kind }: Expression): boolean {
  return kind === 'array' || kind === 'parameter';
}
