import { SqlError } from '../errors.js';
import type { ContainerFacts } from '../facts.js';
import { projectedExpressions } from '../running/groups.js';
import { documentPath } from '../syntax/paths.js';
import type { Call, Select } from '../syntax/tree.js';
import { expressionsIn } from '../syntax/walk.js';

/** Throws for full-text functions on a path without a full-text policy, and for scores on one without an index (pages "FullTextContains", "FullTextScore"). */
export function checkFullText(query: Select, container: ContainerFacts): void {
  const keys = query.orderBy.map((key) => key.expression);
  const clauses = [query.where, query.rank, ...keys, ...projectedExpressions(query)];
  const calls = clauses
    .filter((clause) => clause !== undefined)
    .flatMap(expressionsIn)
    .filter((each): each is Call => each.kind === 'call' && /^_?FULLTEXT/i.test(each.name));
  for (const call of calls) checkPath(call, container);
}

function checkPath(call: Call, { fullTextPolicy, indexingPolicy }: ContainerFacts): void {
  const path = call.arguments[0] && documentPath(call.arguments[0]);
  const covers = (paths: readonly { readonly path: string }[] | undefined): boolean =>
    paths?.some((each) => each.path === path) ?? false;
  if (!covers(fullTextPolicy?.fullTextPaths)) {
    throw new SqlError(
      'SC3050',
      `The ${call.name} function needs a path of the container's full text policy.`,
    );
  }
  if (/SCORE$/i.test(call.name) && !covers(indexingPolicy?.fullTextIndexes)) {
    throw new SqlError('SC3051', `The ${call.name} function needs a full text index on '${path}'.`);
  }
}
