import { parse, run } from './cosmos-server/sql/engine.js';
import type { Json, Value } from './cosmos-server/sql/syntax/tree.js';

/** What an expression gives for one document, `undefined` included. */
export function expressionValue(expression: string, document: Json = {}, nowMs = 0): Value {
  return run(parse({ query: `SELECT VALUE ${expression} FROM c` }), [document], { nowMs })
    .results[0];
}
