import type { Config } from '../../../shared/config.js';
import type { ArtifactStore } from '../../../shared/ports/artifact-store.js';
import type { ChangeLog } from '../../../shared/ports/change-log.js';
import type { CostMeter } from '../../../shared/ports/cost-meter.js';
import type { ShopStore } from '../../../shared/ports/shop-store.js';
import type { TaskQueue } from '../../../shared/ports/task-queue.js';
import type { TaskStore } from '../../../shared/ports/task-store.js';
import type { TextIndex } from '../../../shared/ports/text-index.js';
import type { UserStore } from '../../../shared/ports/user-store.js';
import type { VectorStore } from '../../../shared/ports/vector-store.js';
import type { Runtime } from '../runtime.js';
import { openArtifacts } from './artifacts.js';
import { embeddedPlaces } from './embedded-places.js';
import { openQueue } from './queue.js';

/** What a process needs that reads of the shop and never writes to it. */
export interface ShopReader {
  readonly changes: ChangeLog;
  readonly users: Pick<UserStore, 'get' | 'list'>;
  readonly textIndex: TextIndex;
}

/** Records of tasks, and what wakes those who do them. */
export interface TaskPlace {
  readonly tasks: TaskStore;
  readonly queue: TaskQueue;
  /** How often a process looks whether one of its tasks is to stop. */
  readonly watchEveryMs: number;
}

/** Where things are kept: each place is opened when it is first asked for. */
export interface Places {
  /** Throws `conflict` where another process has an embedded store open. */
  shop(): Promise<ShopStore>;
  /** Beside the process that has the shop; throws `unavailable` where there is none. */
  reader(): Promise<ShopReader>;
  tasks(): Promise<TaskPlace>;
  vectors(): Promise<VectorStore>;
  artifacts(): Promise<ArtifactStore>;
  /** Absent where the store bills nothing. */
  readonly costMeter?: CostMeter;
  /** How often to read what other processes have written; absent where the shop's process is the only one that writes. */
  readonly followEveryMs?: number;
  /** In the reverse order of opening. */
  close(): Promise<void>;
}

/** Records, and the queue that came with them where there is one. */
type TaskRecords = Omit<TaskPlace, 'queue'> & Partial<Pick<TaskPlace, 'queue'>>;

/** What stores of one technology keep. */
export interface StorePlaces {
  shop(): Promise<Closing<ShopStore>>;
  reader(): Promise<Closing<ShopReader>>;
  tasks(): Promise<Closing<TaskRecords>>;
  vectors(): Promise<Closing<VectorStore>>;
  readonly costMeter?: CostMeter;
  readonly followEveryMs?: number;
  close?(): Promise<void>;
}

export interface Closing<T> {
  readonly place: T;
  close?(): void | Promise<void>;
}

/** The technology of each place is chosen here, by the configuration alone; what is not chosen is not loaded. */
export async function openPlaces(config: Config, runtime: Runtime): Promise<Places> {
  const stores = await storePlaces(config, runtime);
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
    ...(stores.costMeter && { costMeter: stores.costMeter }),
    ...(stores.followEveryMs !== undefined && { followEveryMs: stores.followEveryMs }),
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
  stores: StorePlaces,
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
