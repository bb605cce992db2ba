import type { RunContext } from '../../running/scope.js';
import type { Expression, Select } from '../../syntax/tree.js';
import { literal } from '../build.js';
import { countOf } from '../plan.js';
import type { HybridSearchQueryInfo, QueryInfo } from '../query-info.js';
import { rewritten, sideBySide, statisticsQuery } from './component-queries.js';
import { type Component, rankingOf } from './components.js';

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
  const { components, texts, weights } = rankingOf(rank, context);
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
