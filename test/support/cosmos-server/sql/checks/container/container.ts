import type { RunContext } from '../../running/scope.js';
import type { Select } from '../../syntax/tree.js';
import { checkFullText } from './full-text.js';
import { checkOrder } from './order.js';
import { checkVectors } from './vectors.js';

/** Throws the SqlError of a query that this container's policies cannot serve. */
export function checkAgainst(query: Select, context: RunContext): void {
  checkOrder(query, context.container);
  checkVectors(query, context);
  checkFullText(query, context);
}
