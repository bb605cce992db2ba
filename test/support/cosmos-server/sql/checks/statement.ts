import type { Select, Value } from '../syntax/tree.js';
import { checkClauses } from './clauses.js';
import { checkNames } from './names.js';

/** Throws the SqlError of a statement that the grammar allows and the service does not run. */
export function checkStatement(query: Select, parameters: ReadonlyMap<string, Value>): void {
  checkNames(query, { parameters, names: new Set(), inner: false });
  checkClauses(query, parameters);
}
