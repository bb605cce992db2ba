import type { JsonObject } from '../wire/json.js';
import { engine, type Facts } from './engine.js';

/** Whether a document fulfils the condition of a patch, as `from c where c.stock > 0`. */
export function matches(condition: string, document: JsonObject, facts: Facts): boolean {
  const query = engine.parse({ query: `SELECT VALUE 1 ${condition}`, parameters: [] });
  return engine.run(query, [document], facts).results.length > 0;
}
