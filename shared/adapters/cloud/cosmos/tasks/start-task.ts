import type { OperationInput } from '@azure/cosmos';
import { AppError } from '../../../../domain/errors.js';
import { hasEnded, type Task } from '../../../../domain/tasks/task.js';
import { cancelled } from '../../../../domain/tasks/task-life.js';
import type { StartedTask, StartPolicy } from '../../../../ports/task-store.js';
import { readOne } from '../read-one.js';
import { writeTogether } from './batch.js';
import { idempotencyId, keyDocument, keySchema, laneDocument, laneId, laneSchema } from './lane.js';
import { documentOf } from './task-document.js';
import { type OwnersTasks, readTask, readTasks, type TaskRecord } from './task-records.js';

export interface NewTask {
  readonly task: Task;
  readonly policy: StartPolicy;
  /** Of this call, unique among all: whoever does not get an answer looks for it. */
  readonly call: string;
}

/** What is there of the owner that matters to a new task. */
interface Seen {
  readonly laneEtag: string | undefined;
  /** Of the task's kind, that have not ended: oldest first. */
  readonly pending: readonly TaskRecord[];
  readonly keyEtag: string | undefined;
  /** What the idempotency key made; undefined where that is forgotten. */
  readonly earlier: TaskRecord | undefined;
}

/** More starts of one owner and kind than other processes make at a time. */
const mostTries = 100;

/**
 * Adds a task by one transactional batch, which is tried again with what is there then where another came first. May be
 * called again for the same call where an answer was lost. Rejects with `conflict` as `TaskStore.start`.
 */
export async function startTask(tasks: OwnersTasks, start: NewTask): Promise<StartedTask> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const seen = await look(tasks, start.task);
    const answer = answerOf(seen, start);
    if (answer !== undefined) return answer;
    const superseded = supersede(seen.pending, start.task.createdAt);
    const operations = batchOf(tasks, start, seen, superseded);
    const refusal = await writeTogether(tasks.container, operations, tasks.key);
    if (refusal === undefined) return { kind: 'created', superseded: superseded.map(taskOf) };
    if (refusal.at === 0 && refusal.status === 409) return ownWork(tasks, start);
  }
  const { owner, kind } = start.task;
  throw new AppError('overloaded', `Too many ${kind} tasks of ${owner.slice(0, 80)} begin at once`);
}

/** The id is there: by this very call, which was not told so, or by another. */
async function ownWork(tasks: OwnersTasks, { task, call }: NewTask): Promise<StartedTask> {
  const record = await readTask(tasks, task.id);
  if (record?.madeBy !== call) throw taken(task);
  const superseded = await readTasks(tasks, record.superseded);
  return { kind: 'created', superseded: superseded.map(taskOf) };
}

async function look(tasks: OwnersTasks, { kind, idempotency }: Task): Promise<Seen> {
  const { container, key } = tasks;
  const [lane, made] = await Promise.all([
    readOne(container, { id: laneId(kind), key }, laneSchema),
    idempotency && readOne(container, { id: idempotencyId(idempotency.key), key }, keySchema),
  ]);
  const [named, earlier] = await Promise.all([
    readTasks(tasks, lane?.value.pending ?? []),
    made && readTask(tasks, made.value.taskId),
  ]);
  return {
    laneEtag: lane?.etag,
    pending: named.filter(({ task }) => !hasEnded(task)).sort(oldestFirst),
    keyEtag: made?.etag,
    earlier,
  };
}

const oldestFirst = ({ task: a }: TaskRecord, { task: b }: TaskRecord) =>
  a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);

/** The answer that needs no writing. Throws `conflict`. */
function answerOf(
  { earlier, pending }: Seen,
  { task, policy, call }: NewTask,
): StartedTask | undefined {
  // Ours came about after all; the batch will be refused for that.
  if ([earlier, ...pending].some((record) => record?.madeBy === call)) return undefined;
  if (earlier !== undefined) return replay(earlier.task, task);
  if (pending.some((each) => each.task.id === task.id)) throw taken(task);
  const newest = pending.at(-1);
  if (policy !== 'single' || newest === undefined) return undefined;
  return { kind: 'running', task: newest.task };
}

function replay(earlier: Task, { idempotency }: Task): StartedTask {
  if (earlier.idempotency?.fingerprint === idempotency?.fingerprint)
    return { kind: 'replayed', task: earlier };
  throw refusal(
    'Something else was asked for before with the idempotency key',
    idempotency?.key ?? '',
  );
}

const taken = ({ id }: Task) => refusal('There is a task already with the id', id);

function refusal(reason: string, subject: string): AppError {
  return new AppError('conflict', `${reason} ${JSON.stringify(subject.slice(0, 80))}`);
}

function supersede(pending: readonly TaskRecord[], now: number): readonly TaskRecord[] {
  return pending.flatMap((record) => {
    const stopped = cancelled(record.task, now, 'a newer one took its place');
    return stopped === undefined ? [] : [{ ...record, task: stopped }];
  });
}

/** The new task comes first: where its id is taken, nothing else needs to be looked at. */
function batchOf(
  { tenant }: OwnersTasks,
  { task, call }: NewTask,
  { laneEtag, keyEtag, pending }: Seen,
  superseded: readonly TaskRecord[],
): readonly OperationInput[] {
  const writers = { madeBy: call, writtenBy: call, superseded: superseded.map(idOf) };
  const { key } = task.idempotency ?? {};
  const ended = new Set(superseded.filter((each) => hasEnded(each.task)).map(idOf));
  const stillPending = pending.map(idOf).filter((id) => !ended.has(id));
  return [
    put(documentOf(task, tenant, writers)),
    put(laneDocument(task, tenant, [...stillPending, task.id]), laneEtag),
    ...(key === undefined ? [] : [put(keyDocument(task, tenant, key), keyEtag)]),
    ...superseded.map((each) =>
      put(documentOf(each.task, tenant, { ...each, writtenBy: call }), each.etag),
    ),
  ];
}

const taskOf = ({ task }: TaskRecord) => task;
const idOf = ({ task }: TaskRecord) => task.id;

/** Made anew where nothing was seen, else in place of exactly what was. */
function put(resourceBody: { readonly id: string }, etag?: string): OperationInput {
  const body = { ...resourceBody };
  if (etag === undefined) return { operationType: 'Create', resourceBody: body };
  return { operationType: 'Replace', id: body.id, resourceBody: body, ifMatch: etag };
}
