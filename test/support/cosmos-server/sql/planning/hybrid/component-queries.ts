import type { RunContext } from '../../running/scope.js';
import { printed, printedSelect } from '../../syntax/print.js';
import type { Call, Expression, Select } from '../../syntax/tree.js';
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
} from '../build.js';
import { countOf } from '../plan.js';
import { plainInfo, type QueryInfo } from '../query-info.js';
import type { Component } from './components.js';

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
export function sideBySide(
  query: Select,
  component: Component,
  all: readonly Component[],
): QueryInfo {
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

/** The same in the form of an ORDER BY by the component's score. */
export function rewritten(
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
export function statisticsQuery(query: Select, texts: readonly Call[]): string {
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
