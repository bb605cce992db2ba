import { beforeEach, describe, expect, it } from 'vitest';
import { TaskEvents } from '../../../../../functions/http/tasks/task-events.js';
import type { Task } from '../../../../../shared/domain/tasks/task.js';
import { cancelled, woken } from '../../../../../shared/domain/tasks/task-life.js';
import type { WatchTasks } from '../../../../../shared/use-cases/tasks/watch-tasks.js';
import { freshTask, taskLimits } from '../../../../support/tasks.js';

type Listener = (task: Task | undefined) => void;
const listeners = new Set<Listener>();
const watchTasks: Pick<WatchTasks, 'watch'> & WatchTasks = {
  watch(_id, _revision, listener) {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
  look: () => undefined,
  close: () => undefined,
};
const tell = (task: Task | undefined) => {
  for (const listener of listeners) listener(task);
};

let closed = 0;
function follow(task: Task, more: { readonly seen?: number; readonly heartbeatMs?: number } = {}) {
  const show = ({ status, stage }: Task) => ({ status, stage });
  const onClose = () => {
    closed += 1;
  };
  const { seen, heartbeatMs = 60_000 } = more;
  return new TaskEvents(task, { watchTasks, show, onClose, seen, heartbeatMs });
}
const later = (task: Task) => woken(task, 1, taskLimits);
const ended = (task: Task) => cancelled(task, 1, 'enough') ?? task;

beforeEach(() => {
  listeners.clear();
  closed = 0;
});

describe("A task's stream of events", () => {
  it('begins with how it stands, tells each change, and closes after the end', async () => {
    const task = freshTask();
    const events = follow(task);
    const first = '{"status":"pending","stage":"Waiting"}';
    expect((await events.next()).value).toBe(`id: 0\nevent: progress\ndata: ${first}\n\n`);
    const next = events.next();
    tell(later(task));
    expect((await next).value).toMatch(/^id: 1\nevent: progress\n/);
    tell(ended(later(task)));
    expect((await events.next()).value).toMatch(/^id: 2\nevent: end\ndata: .*"cancelled"/);
    expect(await events.next()).toEqual({ done: true, value: undefined });
    expect(listeners.size).toBe(0);
    expect(closed).toBe(1);
  });

  it('sends the end of a task that has ended, and closes', async () => {
    const seen: string[] = [];
    for await (const event of follow(ended(freshTask()))) seen.push(event);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toContain('event: end');
    expect(closed).toBe(1);
  });

  it('tells a client that comes back only what it has not seen', async () => {
    const task = later(freshTask());
    const events = follow(task, { seen: 1 });
    const next = events.next();
    tell(ended(task));
    expect((await next).value).toContain('event: end');
  });

  it('gives a slow reader the newest state, not all of them', async () => {
    const task = freshTask();
    const events = follow(task);
    tell(later(task));
    tell(later(later(task)));
    expect((await events.next()).value).toMatch(/^id: 2\n/);
  });

  it('keeps the line open while nothing happens', async () => {
    const events = follow(freshTask(), { seen: 0, heartbeatMs: 1 });
    expect((await events.next()).value).toBe(': still here\n\n');
    expect((await events.next()).value).toBe(': still here\n\n');
    await events.return();
  });

  it('is let go at once when the client leaves, also while it waits', async () => {
    const events = follow(freshTask(), { seen: 0 });
    const waiting = events.next();
    await events.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(listeners.size).toBe(0);
    await events.return();
    expect(closed).toBe(1);
  });

  it('closes when the record is forgotten', async () => {
    const events = follow(freshTask(), { seen: 0 });
    const waiting = events.next();
    tell(undefined);
    expect((await waiting).done).toBe(true);
  });
});
