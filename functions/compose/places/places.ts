import type { Config } from '../../../shared/config.js';
import type { Runtime } from '../runtime.js';
import { openArtifacts } from './artifacts.js';
import { embeddedPlaces } from './embedded-places.js';
import type { Closing, Places, StorePlaces, TaskPlace } from './place.js';
import { openQueue } from './queue.js';

/** The technology of each place is chosen here, by the configuration alone; what is not chosen is not loaded. */
export async function openPlaces(config: Config, runtime: Runtime): Promise<Places> {
  const { costMeter, sharing, ...stores } = await storePlaces(config, runtime);
  const opened: (() => void | Promise<void>)[] = [];
  const once = <T>(open: () => Promise<Closing<T>>) => {
    let place: Promise<T> | undefined;
    return () => {
      place ??= open().then((found) => {
        if (found.close) opened.push(found.close);
        return found.place;
      });
      return place;
    };
  };
  return {
    shop: once(stores.shop),
    reader: once(stores.reader),
    tasks: once(() => withQueue(stores, config, runtime)),
    vectors: once(stores.vectors),
    artifacts: once(() => openArtifacts(config, runtime)),
    ...{ ...(costMeter && { costMeter }), ...(sharing && { sharing }) },
    async close() {
      for (const close of opened.splice(0).reverse()) await close();
      await stores.close?.();
    },
  };
}

async function storePlaces(config: Config, runtime: Runtime): Promise<StorePlaces> {
  const { cosmos } = config;
  if (cosmos === undefined) return embeddedPlaces(config, runtime);
  const { cosmosPlaces } = await import('./cosmos-places.js');
  return cosmosPlaces(cosmos, runtime);
}

/** Records of one technology may be woken for by queues of another. */
async function withQueue(
  stores: Pick<StorePlaces, 'tasks'>,
  config: Config,
  runtime: Runtime,
): Promise<Closing<TaskPlace>> {
  const records = await stores.tasks();
  const queue = await openQueue(config, records.place.queue, runtime);
  return {
    place: { ...records.place, queue: queue.place },
    async close() {
      await queue.close?.();
      await records.close?.();
    },
  };
}
