import { openEmbeddedStore } from '../shared/adapters/embedded/open-store.js';
import type { Config } from '../shared/config.js';
import { composeDatasetImport, type DatasetImport } from './compose/dataset-import.js';

/** What `npm run import` needs of the house. */
export function composeImport(config: Config): DatasetImport {
  return composeDatasetImport(config, () => openEmbeddedStore(config.dataDir));
}
