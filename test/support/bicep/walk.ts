import type { Entry, Expression } from './syntax.js';

/** An expression and all within it, each with the names of the loops around it. */
export function* within(
  start: Expression,
  loops: readonly string[] = [],
): Generator<{
  readonly expression: Expression;
  readonly loops: readonly string[];
}> {
  yield { expression: start, loops };
  const inner = start.kind === 'for' ? [...loops, ...start.names] : loops;
  for (const child of childrenOf(start))
    yield* within(child, child === bodyOf(start) ? inner : loops);
}

const bodyOf = (of: Expression) => (of.kind === 'for' ? of.body : undefined);

function childrenOf(of: Expression): readonly Expression[] {
  switch (of.kind) {
    case 'literal':
    case 'name':
      return [];
    case 'text':
      return of.pieces;
    case 'array':
      return of.items;
    case 'operation':
      return of.operands;
    case 'object':
      return of.entries.flatMap(({ key, value }) =>
        typeof key === 'string' ? [value] : [key, value],
      );
    case 'call':
      return of.of === undefined ? of.with : [of.of, ...of.with];
    case 'member':
      return [of.of];
    case 'index':
      return [of.of, of.at];
    case 'for':
      return [of.over, of.body];
  }
}

/** What stands under a path of keys, where all of them are plain objects: `['properties', 'disableLocalAuth']`. */
export function valueAt(
  entries: readonly Entry[],
  [first, ...rest]: readonly string[],
): Expression | undefined {
  const value = entries.find(({ key }) => key === first)?.value;
  if (rest.length === 0 || value === undefined) return value;
  return value.kind === 'object' ? valueAt(value.entries, rest) : undefined;
}

/** Texts of all plain strings within. */
export function stringsWithin(start: Expression): readonly string[] {
  return [...within(start)].flatMap(({ expression }) =>
    expression.kind === 'literal' && typeof expression.value === 'string' ? [expression.value] : [],
  );
}
