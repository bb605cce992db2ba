import { hasEnded, type Task } from '../../../shared/domain/tasks/task.js';
import type { WatchTasks } from '../../../shared/use-cases/tasks/watch-tasks.js';

export interface TaskEventsOptions {
  readonly watchTasks: WatchTasks;
  /** The revision that the client has seen, where it says so. */
  readonly seen: number | undefined;
  /** Proxies cut lines that are silent for longer. */
  readonly heartbeatMs: number;
  /** The task as the client may see it. */
  show(task: Task): unknown;
  onClose(): void;
}

/**
 * The states of a task as Server-Sent Events (WHATWG HTML §9.2), the revision as their id; ends after the state in which the
 * task has ended, or once its record is gone. A client that reads slowly gets the newest state, not all of them.
 */
export class TaskEvents implements AsyncIterableIterator<string> {
  readonly #options: TaskEventsOptions;
  readonly #unwatch: () => void;
  #next: Task | undefined;
  #isOver = false;
  #isClosed = false;
  #waiting: ((chunk: IteratorResult<string>) => void) | undefined;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(task: Task, options: TaskEventsOptions) {
    this.#options = options;
    this.#unwatch = options.watchTasks.watch(task.id, task.revision, (changed) =>
      this.#hear(changed),
    );
    if (task.revision !== options.seen) this.#hear(task);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<string>> {
    const ready = this.#ready();
    if (ready) return Promise.resolve(ready);
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.#heartbeat = setTimeout(() => this.#answer(beat), this.#options.heartbeatMs);
    });
  }

  /** The client has gone. */
  return(): Promise<IteratorResult<string>> {
    this.#close();
    return Promise.resolve(done);
  }

  #hear(task: Task | undefined): void {
    this.#next = task;
    this.#isOver = task === undefined || hasEnded(task);
    const ready = this.#waiting && this.#ready();
    if (ready) this.#answer(ready);
  }

  /** What can be sent now. */
  #ready(): IteratorResult<string> | undefined {
    const task = this.#next;
    if (task !== undefined && !this.#isClosed) {
      this.#next = undefined;
      return { done: false, value: eventOf(task, this.#options.show(task)) };
    }
    if (!this.#isOver && !this.#isClosed) return undefined;
    this.#close();
    return done;
  }

  #answer(chunk: IteratorResult<string>): void {
    clearTimeout(this.#heartbeat);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.(chunk);
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#unwatch();
    this.#answer(done);
    this.#options.onClose();
  }
}

const done: IteratorResult<string> = { done: true, value: undefined };
const beat: IteratorResult<string> = { done: false, value: ': still here\n\n' };

/** Lines of JSON hold no line break, so one `data` line is enough. */
function eventOf(task: Task, shown: unknown): string {
  const name = hasEnded(task) ? 'end' : 'progress';
  return `id: ${task.revision}\nevent: ${name}\ndata: ${JSON.stringify(shown)}\n\n`;
}
