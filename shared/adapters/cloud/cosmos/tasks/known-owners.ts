import type { Task } from '../../../../domain/tasks/task.js';

const mostKnown = 20_000;

/** Whose tasks are: with the owner, a task is read by one point read. The oldest are forgotten where they are many. */
export class KnownOwners {
  readonly #owners = new Map<string, string>();

  of(taskId: string): string | undefined {
    return this.#owners.get(taskId);
  }

  add({ id, owner }: Pick<Task, 'id' | 'owner'>): void {
    this.#owners.set(id, owner);
    if (this.#owners.size <= mostKnown) return;
    const [oldest] = this.#owners.keys();
    if (oldest !== undefined) this.#owners.delete(oldest);
  }
}
