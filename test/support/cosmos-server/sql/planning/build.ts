import type { Expression, Json, ProjectedItem, Projection, Select } from '../syntax/tree.js';

/** Where the SDK puts the condition that a continuation needs, or `true`. */
const filterPlaceholder = '({documentdb-formattableorderbyquery-filter})';

/** An expression that stands for text, the way the rewritten queries need placeholders. */
export function raw(text: string): Expression {
  return { kind: 'name', name: text };
}

export function literal(value: Json): Expression {
  return { kind: 'literal', value };
}

export function array(items: readonly Expression[]): Expression {
  return { kind: 'array', items };
}

export function object(entries: Readonly<Record<string, Expression>>): Expression {
  return {
    kind: 'object',
    entries: Object.entries(entries).map(([key, value]) => ({ key, value })),
  };
}

export function call(name: string, ...args: readonly Expression[]): Expression {
  return { kind: 'call', name, arguments: args };
}

/** `{"item": value}`, the wrapping of whatever the SDK compares or adds up. */
export function item(value: Expression): Expression {
  return object({ item: value });
}

/** A select list in which every name is written. */
export function listed(names: Readonly<Record<string, Expression>>): Projection {
  return { kind: 'list', items: Object.entries(names).map(([name, value]) => named(name, value)) };
}

function named(name: string, expression: Expression): ProjectedItem {
  const own = expression.kind === 'member' && expression.key === name;
  return { name, expression, aliased: !own };
}

/** A query's condition joined with the placeholder. */
export function filtered(where: Expression | undefined): Expression {
  const placeholder = raw(filterPlaceholder);
  return where === undefined
    ? placeholder
    : { kind: 'binary', operator: 'AND', left: where, right: placeholder };
}

/** What a query's projection gives, as one expression. */
export function payloadOf({ projection, sources }: Select): Expression {
  if (projection.kind === 'value') return projection.expression;
  if (projection.kind === 'star') return raw(sources[0]?.alias ?? 'root');
  return object(
    Object.fromEntries(projection.items.map(({ name, expression }) => [name, expression])),
  );
}

/** `alias._rid` of the container. */
export function ridOf({ sources }: Select): Expression {
  return { kind: 'member', of: raw(sources[0]?.alias ?? 'root'), key: '_rid', dotted: true };
}
