import { consoleProgress } from '../../shared/adapters/console/progress.js';
import type { Config } from '../../shared/config.js';
import { type FetchedModel, fetchModels } from '../../shared/use-cases/fetch-models.js';
import { composeModelShelf } from './model-shelf.js';

export interface ModelsFetch {
  run(names: readonly string[], signal: AbortSignal): Promise<readonly FetchedModel[]>;
}

/** What `npm run models:fetch` needs of the house. */
export function composeModelsFetch(config: Config): ModelsFetch {
  const clock = Date.now;
  return {
    async run(names, signal) {
      const progress = consoleProgress(process.stderr, clock);
      const shelf = await composeModelShelf(config);
      return fetchModels({ shelf, progress, clock }, names, signal);
    },
  };
}
