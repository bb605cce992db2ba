import type { Expression } from './tree.js';

/** The name that a path starts at; undefined for what is no path. */
export function rootOf(expression: Expression): string | undefined {
  if (expression.kind === 'name') return expression.name;
  const further = expression.kind === 'member' || expression.kind === 'index';
  return further ? rootOf(expression.of) : undefined;
}

/** A path below a name the way policies write it: `c.a["b"][0]` is `/a/b/[]`; undefined for what is no such path. */
export function documentPath(expression: Expression): string | undefined {
  if (expression.kind === 'name') return '';
  if (expression.kind !== 'member' && expression.kind !== 'index') return undefined;
  const above = documentPath(expression.of);
  if (above === undefined) return undefined;
  return `${above}/${expression.kind === 'member' ? expression.key : '[]'}`;
}
