import type { ArtifactStore } from '../../../shared/ports/artifact-store.js';
import type { Change, ChangeLog } from '../../../shared/ports/change-log.js';
import type { CostMeter } from '../../../shared/ports/cost-meter.js';
import type { DocumentFeed } from '../../../shared/ports/document-feed.js';
import type { OpenSpace } from '../../../shared/ports/served-space.js';
import type { ShopStore } from '../../../shared/ports/shop-store.js';
import type { TaskQueue } from '../../../shared/ports/task-queue.js';
import type { TaskStore } from '../../../shared/ports/task-store.js';
import type { TextIndex } from '../../../shared/ports/text-index.js';
import type { UserStore } from '../../../shared/ports/user-store.js';
import type { VectorStore } from '../../../shared/ports/vector-store.js';

/** What a process needs that reads of the shop and never writes to it. */
interface ShopReader {
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

interface VectorPlace {
  readonly vectors: VectorStore;
  /** Absent where vectors are searched in memory only. */
  readonly openSpace?: OpenSpace;
}

/** How to live with other processes that write to the same store. */
interface Sharing {
  /** How often to read what they have written. */
  readonly followEveryMs: number;
  /** What change triggers are told by hosts that have no such triggers of their own. */
  readonly feed: DocumentFeed;
  /** What documents of the shop say. */
  readonly changesOf: (documents: readonly unknown[]) => readonly Change[];
  /** Ends what processes began and did not live to end. */
  finishPending(): Promise<unknown>;
}

/** Where things are kept: each place is opened when it is first asked for. */
export interface Places {
  /** Throws `conflict` where another process has an embedded store open. */
  shop(): Promise<ShopStore>;
  /** Beside the process that has the shop; throws `unavailable` where there is none. */
  reader(): Promise<ShopReader>;
  tasks(): Promise<TaskPlace>;
  vectors(): Promise<VectorPlace>;
  artifacts(): Promise<ArtifactStore>;
  /** Absent where the store bills nothing. */
  readonly costMeter?: CostMeter;
  /** Absent where the shop's process is the only one that writes. */
  readonly sharing?: Sharing;
  /** In the reverse order of opening. */
  close(): Promise<void>;
}

export interface Closing<T> {
  readonly place: T;
  close?(): void | Promise<void>;
}

/** Records, and the queue that lies beside them where there is one. */
type TaskRecords = Omit<TaskPlace, 'queue'> & Partial<Pick<TaskPlace, 'queue'>>;

/** What stores of one technology keep. */
export interface StorePlaces extends Pick<Places, 'costMeter' | 'sharing'> {
  shop(): Promise<Closing<ShopStore>>;
  reader(): Promise<Closing<ShopReader>>;
  tasks(): Promise<Closing<TaskRecords>>;
  vectors(): Promise<Closing<VectorPlace>>;
  close?(): Promise<void>;
}
