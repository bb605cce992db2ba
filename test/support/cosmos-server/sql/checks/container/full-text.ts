import { SqlError } from '../../errors.js';
import type { ContainerFacts } from '../../facts.js';
import { projectedExpressions } from '../../running/groups.js';
import type { RunContext } from '../../running/scope.js';
import { documentPath } from '../../syntax/paths.js';
import type { Call, Select } from '../../syntax/tree.js';
import { expressionsIn } from '../../syntax/walk.js';

type Parameters = RunContext['parameters'];

/** Throws for full-text functions on a path without a full-text policy, and for scores on one without an index (pages "FullTextContains", "FullTextScore"). */
export function checkFullText(query: Select, { container, parameters }: RunContext): void {
  const keys = query.orderBy.map((key) => key.expression);
  const clauses = [query.where, query.rank, ...keys, ...projectedExpressions(query)];
  const calls = clauses
    .filter((clause) => clause !== undefined)
    .flatMap(expressionsIn)
    .filter((each): each is Call => each.kind === 'call' && /^_?FULLTEXT/i.test(each.name));
  for (const call of calls) {
    checkPath(call, container);
    if (!call.name.startsWith('_')) checkTerms(call, parameters);
  }
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

/** A term is a string or a parameter that holds one; lists of terms were only known to a preview. */
function checkTerms({ name, arguments: [, ...terms] }: Call, parameters: Parameters): void {
  const values = terms.map((term) => {
    if (term.kind === 'parameter') return parameters.get(term.name);
    return term.kind === 'literal' ? term.value : undefined;
  });
  if (values.every((value) => typeof value === 'string')) return;
  throw new SqlError('SC3052', `The terms of ${name} must be strings.`);
}
