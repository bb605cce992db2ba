import { rootOf } from '../syntax/paths.js';
import type { Json, Source, Value } from '../syntax/tree.js';
import { isArray } from '../values/compare.js';
import { evaluate } from './evaluate.js';
import type { Scope } from './scope.js';

/**
 * The rows of FROM and its JOINs: for each document, the cross product of what each input set gives for it
 * (pages "FROM clause", "JOIN"). `documents` is undefined in a subquery, whose input sets are those of the outer row.
 */
export function rowsOf(
  sources: readonly Source[],
  documents: readonly Json[] | undefined,
  outer: Scope,
): readonly Scope[] {
  const [first, ...joined] = sources;
  if (first === undefined) return [outer];
  const begun =
    documents === undefined ? expand(first, outer, outer) : rooted(first, documents, outer);
  return joined.reduce<readonly Scope[]>(
    (rows, source) => rows.flatMap((row) => expand(source, row, row)),
    begun,
  );
}

/** What the first input set gives: a path into each document, or a subquery over them all. */
function rooted(first: Source, documents: readonly Json[], outer: Scope): readonly Scope[] {
  if (first.input.kind === 'subquery') {
    const values = outer.context.subquery(first.input.query, outer, documents);
    return spread(first, values).map((value) => bound(outer, first.alias, value));
  }
  const root = rootOf(first.input);
  return documents.flatMap((document) =>
    expand(first, root === undefined ? outer : bound(outer, root, document), outer),
  );
}

function expand(source: Source, readIn: Scope, keptIn: Scope): readonly Scope[] {
  return inputsOf(source, readIn).map((value) => bound(keptIn, source.alias, value));
}

function inputsOf({ kind, input }: Source, scope: Scope): readonly Value[] {
  const values =
    input.kind === 'subquery'
      ? scope.context.subquery(input.query, scope)
      : [evaluate(input, scope)];
  return spread({ kind }, values);
}

/** The values themselves, or the elements of those that are arrays. */
function spread({ kind }: Pick<Source, 'kind'>, values: readonly Value[]): readonly Value[] {
  const defined = values.filter((value) => value !== undefined);
  return kind === 'whole' ? defined : defined.flatMap((value) => (isArray(value) ? value : []));
}

function bound({ bindings, context }: Scope, name: string, value: Value): Scope {
  return { bindings: { ...bindings, [name]: value }, context };
}
