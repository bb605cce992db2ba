import { rootOf } from '../syntax/paths.js';
import type { Expression, Json, Source, Value } from '../syntax/tree.js';
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
    documents === undefined
      ? expand(first, outer, outer)
      : documents.flatMap((document) => expand(first, rooted(first.input, document, outer), outer));
  return joined.reduce<readonly Scope[]>(
    (rows, source) => rows.flatMap((row) => expand(source, row, row)),
    begun,
  );
}

/** The scope in which the first input set finds its container. */
function rooted(input: Expression, document: Json, outer: Scope): Scope {
  const root = rootOf(input);
  return root === undefined ? outer : bound(outer, root, document);
}

function expand(source: Source, readIn: Scope, keptIn: Scope): readonly Scope[] {
  return inputsOf(source, readIn).map((value) => bound(keptIn, source.alias, value));
}

function inputsOf({ kind, input }: Source, scope: Scope): readonly Value[] {
  const values =
    input.kind === 'subquery'
      ? scope.context.subquery(input.query, scope)
      : [evaluate(input, scope)];
  const defined = values.filter((value) => value !== undefined);
  return kind === 'whole' ? defined : defined.flatMap((value) => (isArray(value) ? value : []));
}

function bound({ bindings, context }: Scope, name: string, value: Value): Scope {
  return { bindings: { ...bindings, [name]: value }, context };
}
