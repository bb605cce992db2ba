import { AppError } from '../../../domain/errors.js';
import type { Task } from '../../../domain/tasks/task.js';
import { cancelled } from '../../../domain/tasks/task-life.js';
import type { StartedTask, StartPolicy } from '../../../ports/task-store.js';
import type { TaskTable } from './task-table.js';

/** Told, not thrown: a transaction that throws has all who share it do their work again. */
type Start = StartedTask | { readonly kind: 'refused'; readonly reason: string };

/** To be called inside a transaction. */
export function startTask(table: TaskTable, task: Task, policy: StartPolicy): Start {
  const earlier = task.idempotency && table.ofKey(task.owner, task.idempotency.key);
  if (earlier !== undefined) return replay(earlier, task);
  if (table.get(task.id) !== undefined)
    return refusal('There is a task already with the id', task.id);
  const pending = table.pendingOf(task.owner, task.kind);
  const newest = pending.at(-1);
  if (policy === 'single' && newest !== undefined) return { kind: 'running', task: newest };
  const superseded = pending.flatMap((each) => supersede(table, each, task.createdAt));
  table.insert(task);
  return { kind: 'created', superseded };
}

export function started(start: Start): StartedTask {
  if (start.kind === 'refused') throw new AppError('conflict', start.reason);
  return start;
}

function replay(earlier: Task, task: Task): Start {
  if (earlier.idempotency?.fingerprint === task.idempotency?.fingerprint)
    return { kind: 'replayed', task: earlier };
  return refusal(
    'Something else was asked for before with the idempotency key',
    earlier.idempotency?.key,
  );
}

function supersede(table: TaskTable, task: Task, now: number): readonly Task[] {
  const stopped = cancelled(task, now, 'a newer one took its place');
  if (stopped === undefined) return [];
  table.replace(stopped);
  return [stopped];
}

function refusal(reason: string, subject = ''): Start {
  return { kind: 'refused', reason: `${reason} ${JSON.stringify(subject.slice(0, 80))}` };
}
