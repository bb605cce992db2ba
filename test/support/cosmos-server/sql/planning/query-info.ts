/** How the SDK must merge the answers of several ranges; field by field what `@azure/cosmos` reads as `QueryInfo`. */
export interface QueryInfo {
  readonly distinctType: 'None' | 'Ordered' | 'Unordered';
  readonly top: number | null;
  readonly offset: number | null;
  readonly limit: number | null;
  readonly orderBy: readonly ('Ascending' | 'Descending')[];
  readonly orderByExpressions: readonly string[];
  readonly groupByExpressions: readonly string[];
  readonly groupByAliases: readonly string[];
  readonly aggregates: readonly string[];
  readonly groupByAliasToAggregateType: Readonly<Record<string, string | null>>;
  /** What to send to each range instead of the query; empty where the query itself does. */
  readonly rewrittenQuery: string;
  readonly hasSelectValue: boolean;
  readonly dCountInfo: null;
  readonly hasNonStreamingOrderBy: boolean;
}

/** How the SDK must rank across ranges and components. */
export interface HybridSearchQueryInfo {
  readonly globalStatisticsQuery: string;
  readonly componentQueryInfos: readonly QueryInfo[];
  readonly componentWithoutPayloadQueryInfos: readonly QueryInfo[];
  readonly projectionQueryInfo: null;
  /** Empty where the query gives none. */
  readonly componentWeights: readonly number[];
  readonly skip: number | null;
  readonly take: number | null;
  readonly requiresGlobalStatistics: boolean;
}

/** The answer to a request for a query plan (`PartitionedQueryExecutionInfo`). */
export interface QueryPlanResponse {
  readonly partitionedQueryExecutionInfoVersion: 2;
  readonly queryInfo: QueryInfo | null;
  readonly hybridSearchQueryInfo?: HybridSearchQueryInfo;
  readonly queryRanges: readonly {
    readonly min: string;
    readonly max: string;
    readonly isMinInclusive: boolean;
    readonly isMaxInclusive: boolean;
  }[];
}

/** A plan that merges by appending. */
export const plainInfo: QueryInfo = {
  distinctType: 'None',
  top: null,
  offset: null,
  limit: null,
  orderBy: [],
  orderByExpressions: [],
  groupByExpressions: [],
  groupByAliases: [],
  aggregates: [],
  groupByAliasToAggregateType: {},
  rewrittenQuery: '',
  hasSelectValue: false,
  dCountInfo: null,
  hasNonStreamingOrderBy: false,
};
