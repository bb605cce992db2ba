import type { Task } from '../../domain/tasks/task.js';
import type { Telemetry } from '../../ports/runtime.js';
import type { TaskStore } from '../../ports/task-store.js';

type Listener = (task: Task | undefined) => void;

/** Tells who runs or follows a task that its record has changed, whichever process changed it. */
export interface WatchTasks {
  /**
   * Calls with each state newer than `revision` that is seen, undefined once the record is gone; until the returned
   * function is called.
   */
  watch(id: string, revision: number, listener: Listener): () => void;
  /** Looks at once: this process has changed something. */
  look(): void;
  close(): void;
}

export interface WatchTasksDependencies {
  readonly tasks: TaskStore;
  readonly telemetry: Telemetry;
  readonly everyMs: number;
}

interface Watched {
  readonly listener: Listener;
  revision: number;
}

const gone = Number.POSITIVE_INFINITY;

/** One query for all that is watched, however much that is; none while nothing is. */
export class TaskWatcher implements WatchTasks {
  readonly #dependencies: WatchTasksDependencies;
  readonly #watched = new Map<string, Set<Watched>>();
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;
  #isLookWanted = false;
  #isClosed = false;

  constructor(dependencies: WatchTasksDependencies) {
    this.#dependencies = dependencies;
  }

  watch(id: string, revision: number, listener: Listener): () => void {
    const one: Watched = { revision, listener };
    const ofTask = this.#watched.get(id) ?? new Set();
    this.#watched.set(id, ofTask.add(one));
    this.#schedule();
    return () => {
      ofTask.delete(one);
      if (ofTask.size === 0 && this.#watched.get(id) === ofTask) this.#watched.delete(id);
    };
  }

  look(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#watched.size === 0) return;
    this.#isLookWanted = true;
    if (!this.#isLooking) void this.#lookWhileWanted();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#watched.clear();
  }

  async #lookWhileWanted(): Promise<void> {
    this.#isLooking = true;
    while (this.#isLookWanted && !this.#isClosed) {
      this.#isLookWanted = false;
      try {
        await this.#tellChanges();
      } catch (error) {
        // The next look may find the store up again; who runs a task loses its lease meanwhile.
        this.#dependencies.telemetry.exception(error, { during: 'watching tasks' });
      }
    }
    this.#isLooking = false;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isClosed || this.#isLooking || this.#watched.size === 0) return;
    this.#timer ??= setTimeout(() => this.look(), this.#dependencies.everyMs);
  }

  async #tellChanges(): Promise<void> {
    const { tasks } = this.#dependencies;
    const revisions = await tasks.revisions([...this.#watched.keys()]);
    for (const [id, ofTask] of this.#watched) {
      const revision = revisions.get(id) ?? gone;
      if ([...ofTask].some((one) => one.revision < revision)) tell(ofTask, await tasks.get(id));
    }
  }
}

function tell(ofTask: ReadonlySet<Watched>, task: Task | undefined): void {
  const revision = task?.revision ?? gone;
  for (const one of [...ofTask]) {
    if (one.revision >= revision) continue;
    one.revision = revision;
    one.listener(task);
  }
}
