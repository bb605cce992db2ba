import type { Expression } from './tree.js';

/** The expressions right below one, without those of subqueries. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'member':
      return [expression.of];
    case 'index':
      return [expression.of, expression.at];
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'conditional':
      return [expression.test, expression.whenTrue, expression.whenFalse];
    case 'in':
      return [expression.needle, ...expression.haystack];
    case 'between':
      return [expression.value, expression.low, expression.high];
    case 'like':
      return [expression.value, expression.pattern];
    case 'call':
      return expression.arguments;
    case 'array':
      return expression.items;
    case 'object':
      return expression.entries.map((entry) => entry.value);
    default:
      return [];
  }
}

/** An expression and all below it, without those of subqueries. */
export function expressionsIn(expression: Expression): readonly Expression[] {
  return [expression, ...childrenOf(expression).flatMap(expressionsIn)];
}
