import { ExactVectorIndex } from '../../models/vectors/exact-index.js';
import { vectorIndexSuite } from './vector-index.suite.js';

vectorIndexSuite('The exact index', async (space) => {
  const index = new ExactVectorIndex(space);
  return {
    index,
    put: (rows) => index.put(rows),
    remove: (itemIds) => index.remove(itemIds),
    dispose: async () => undefined,
  };
});
