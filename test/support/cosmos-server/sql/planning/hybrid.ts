import { SqlError } from '../errors.js';
import { evaluate } from '../running/evaluate.js';
import { directionOf } from '../running/order.js';
import type { RunContext } from '../running/scope.js';
import { printed, printedSelect } from '../syntax/print.js';
import type { Call, Expression, Json, Select } from '../syntax/tree.js';
import { isArray } from '../values/compare.js';
import {
  array,
  call,
  filtered,
  item,
  listed,
  literal,
  object,
  payloadOf,
  raw,
  ridOf,
} from './build.js';
import { countOf } from './plan.js';
import { type HybridSearchQueryInfo, plainInfo, type QueryInfo } from './query-info.js';

/** One thing that is ranked by. */
interface Component {
  readonly score: Expression;
  readonly direction: 'Ascending' | 'Descending';
  /** Whether the weight turns the order round. */
  readonly reversed: boolean;
  /** The score of a document that has none. */
  readonly worst: Expression;
}

const totals = {
  documents: raw('{documentdb-formattablehybridsearchquery-totaldocumentcount}'),
  words: (at: number) => raw(`{documentdb-formattablehybridsearchquery-totalwordcount-${at}}`),
  hits: (at: number) => raw(`{documentdb-formattablehybridsearchquery-hitcountsarray-${at}}`),
};

/** The calls below ORDER BY RANK, in the order written; RRF's last argument may be a list of weights. */
function rankedCalls(rank: Expression): readonly Call[] {
  if (rank.kind !== 'call') return [];
  if (rank.name.toUpperCase() !== 'RRF') return [rank];
  return rank.arguments.filter((argument) => argument.kind === 'call');
}

function weightsOf(rank: Expression, context: RunContext): readonly number[] {
  const last = rank.kind === 'call' ? rank.arguments.at(-1) : undefined;
  if (last === undefined || last.kind === 'call') return [];
  const weights = evaluate(last, { bindings: {}, context });
  return isArray(weights)
    ? weights.filter((weight): weight is Json & number => typeof weight === 'number')
    : [];
}

function checkWeights(weights: readonly number[], calls: readonly Call[]): void {
  if (weights.length === 0 || weights.length === calls.length) return;
  throw new SqlError(
    'SC2244',
    `RRF of ${calls.length} scores needs as many weights, and got ${weights.length}.`,
  );
}

/**
 * The plan of ORDER BY RANK, in the two forms that the public plans of the .NET SDK show: with the scores beside the
 * payload for clients that announce `HybridSearchSkipOrderByRewrite`, else rewritten like an ORDER BY.
 */
export function hybridInfo(
  query: Select,
  rank: Expression,
  context: RunContext,
  skipsRewrite: boolean,
): HybridSearchQueryInfo {
  const calls = rankedCalls(rank);
  const texts = calls.filter(isText);
  const weights = weightsOf(rank, context);
  checkWeights(weights, calls);
  const components = calls.map((each, at) =>
    componentOf(each, texts.indexOf(each), (weights[at] ?? 1) < 0, context),
  );
  const [skip, take] = [countOf(query.offset, context), countOf(query.limit ?? query.top, context)];
  const depth = take === null ? undefined : literal(Math.max(120, 2 * ((skip ?? 0) + take)));
  const narrowed = { ...query, rank: undefined, offset: undefined, limit: undefined, top: depth };
  const one = (component: Component): QueryInfo =>
    skipsRewrite && components.length > 1
      ? sideBySide(narrowed, component, components)
      : rewritten(narrowed, component, skipsRewrite ? [] : components, context);
  return {
    globalStatisticsQuery: statisticsQuery(query, texts),
    componentQueryInfos: components.map(one),
    componentWithoutPayloadQueryInfos: [],
    projectionQueryInfo: null,
    componentWeights: weights.map(Math.abs),
    skip,
    take,
    requiresGlobalStatistics: texts.length > 0,
  };
}

function isText(each: Call): boolean {
  return each.name.toUpperCase() === 'FULLTEXTSCORE';
}

function componentOf(each: Call, text: number, reversed: boolean, context: RunContext): Component {
  if (text >= 0) {
    const [path = raw('root'), ...terms] = each.arguments;
    const score = call(
      '_FullTextScore',
      path,
      array(terms),
      totals.documents,
      totals.words(text),
      totals.hits(text),
    );
    return {
      score,
      direction: reversed ? 'Ascending' : 'Descending',
      reversed,
      worst: literal(-1),
    };
  }
  const score = call('_VectorScore', ...each.arguments);
  const nearest = directionOf({ expression: score, direction: undefined }, context);
  const descending = (nearest === 'Descending') !== reversed;
  const worst = raw(descending ? '-1.79769e+308' : '1.79769e+308');
  return { score, direction: descending ? 'Descending' : 'Ascending', reversed, worst };
}

function orDefault({ score, worst }: Component): Expression {
  return { kind: 'binary', operator: '??', left: score, right: worst };
}

function sortedBy(query: Select, { score, direction, reversed }: Component): Select {
  const text = score.kind === 'call' && score.name === '_FullTextScore';
  const word = direction === 'Descending' ? 'DESC' : 'ASC';
  return {
    ...query,
    orderBy: [{ expression: score, direction: text || reversed ? word : undefined }],
  };
}

/** Every score as "higher is better", beside the payload. */
function sideBySide(query: Select, component: Component, all: readonly Component[]): QueryInfo {
  const scores = all.map((each): Expression => {
    const score = orDefault(each);
    if (each.direction === 'Descending') return score;
    return { kind: 'binary', operator: '*', left: literal(-1), right: score };
  });
  const projection = listed({
    _rid: ridOf(query),
    payload: payloadOf(query),
    componentScores: array(scores),
  });
  return {
    ...plainInfo,
    rewrittenQuery: printedSelect({ ...sortedBy(query, component), projection }),
  };
}

function rewritten(
  query: Select,
  component: Component,
  all: readonly Component[],
  context: RunContext,
): QueryInfo {
  const projection = listed({
    _rid: ridOf(query),
    orderByItems: array([item(component.score)]),
    payload: object({ payload: payloadOf(query), componentScores: array(all.map(orDefault)) }),
  });
  return {
    ...plainInfo,
    top: countOf(query.top, context),
    orderBy: [component.direction],
    orderByExpressions: [printed(component.score)],
    hasNonStreamingOrderBy: true,
    rewrittenQuery: printedSelect({
      ...sortedBy(query, component),
      projection,
      where: filtered(query.where),
    }),
  };
}

/** Words and hits of the whole container, whatever WHERE says (page "Full-text search": statistics are global). */
function statisticsQuery(query: Select, texts: readonly Call[]): string {
  const statistics = texts.map(({ arguments: [path = raw('root'), ...terms] }) =>
    object({
      totalWordCount: call('SUM', call('_FullTextWordCount', path)),
      hitCounts: array(terms.map((term) => call('COUNTIF', call('FullTextContains', path, term)))),
    }),
  );
  return printedSelect({
    ...query,
    rank: undefined,
    where: undefined,
    top: undefined,
    offset: undefined,
    limit: undefined,
    projection: listed({
      documentCount: call('COUNT', literal(1)),
      fullTextStatistics: array(statistics),
    }),
  });
}
