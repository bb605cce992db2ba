import type { ContainerDefinition } from '../definitions/container-definition.js';
import type { JsonObject } from '../wire/json.js';
import { engine } from './engine.js';

/** Whether a document fulfils the condition of a patch, as `from c where c.stock > 0`. */
export function matches(
  condition: string,
  document: JsonObject,
  definition: ContainerDefinition,
): boolean {
  const query = engine.parse({ query: `SELECT VALUE 1 ${condition}` });
  return engine.run(query, [document], definition).results.length > 0;
}
