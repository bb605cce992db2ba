import { consoleProgress } from '../../shared/adapters/console/progress.js';
import { emptyEmbeddedStore } from '../../shared/adapters/embedded/empty-store.js';
import { openEmbeddedStore } from '../../shared/adapters/embedded/open-store.js';
import type { Config } from '../../shared/config.js';
import { AppError } from '../../shared/domain/errors.js';
import {
  holdsOwnData,
  openSampleShop,
  type SampleShopOpening,
} from '../../shared/use-cases/open-sample-shop.js';

export interface DemoReset {
  /**
   * Empties the store and makes a new sample shop in it. Throws `conflict` where a process has the folder open, or where
   * the store holds somebody's own data and `force` is not set; the signal's reason when aborted, after which the next
   * start completes the shop.
   */
  run(options: { readonly force: boolean }, signal?: AbortSignal): Promise<SampleShopOpening>;
}

/** What `npm run demo:reset` needs of the house. */
export function composeDemoReset({ dataDir, cosmos }: Config): DemoReset {
  const clock = Date.now;
  const progress = consoleProgress(process.stderr, clock);
  return {
    async run({ force }, signal) {
      if (cosmos) throw elsewhere(cosmos.endpoint);
      if (!force) await refuseOwnData(dataDir);
      emptyEmbeddedStore(dataDir);
      return withStore(dataDir, (store) => openSampleShop({ ...store, clock, progress }, signal));
    },
  };
}

const elsewhere = (endpoint: string) =>
  new AppError(
    'conflict',
    `The shop lies in Cosmos DB at ${endpoint}, not in a data folder: expected COSMOS_ENDPOINT to be unset`,
  );

async function refuseOwnData(dataDir: string): Promise<void> {
  if (!(await withStore(dataDir, holdsOwnData))) return;
  throw new AppError(
    'conflict',
    `The data folder ${dataDir} holds a shop of your own, not the sample shop, and stays as it is: ` +
      'add -- --force to delete it all the same, or set DATA_DIR to another folder',
  );
}

async function withStore<T>(
  dataDir: string,
  work: (store: ReturnType<typeof openEmbeddedStore>) => Promise<T>,
): Promise<T> {
  const store = openEmbeddedStore(dataDir);
  try {
    return await work(store);
  } finally {
    store.close();
  }
}
