import { z } from 'zod';
import { AppError } from '../../../../domain/errors.js';
import { hasEnded, type Task, taskKinds, taskStatuses } from '../../../../domain/tasks/task.js';
import type { TaskPlace } from '../../../../domain/tasks/task-place.js';
import { plainId, plainKey } from '../document-key.js';

/**
 * A task as it is stored, in the partition of its owner. `data` is the whole record as JSON text, so that no value of it is
 * changed on the way; the fields beside it are what is searched, and never out of step with it.
 */
export interface TaskDocument {
  readonly id: string;
  readonly tenant: string;
  readonly owner: string;
  readonly type: 'task';
  readonly kind: string;
  readonly status: string;
  readonly revision: number;
  readonly wakeAt: number;
  readonly expiresAt: number;
  /** Sorts as the list does, the other way round. */
  readonly place: string;
  /** Of the call that made it, and of the call that wrote it last: a writer whose answer was lost finds its own work. */
  readonly madeBy: string;
  readonly writtenBy: string;
  /** Tasks that were superseded when this one was made. */
  readonly superseded: readonly string[];
  /** Seconds from the last write on; -1 for ever. */
  readonly ttl: number;
  readonly data: string;
}

export const taskDocumentId = (id: string): string => `task:${plainId(id)}`;
export const ownerKey = (owner: string): string => plainKey(owner);

export interface Writers extends Pick<TaskDocument, 'madeBy' | 'writtenBy' | 'superseded'> {}

export function documentOf(task: Task, tenant: string, writers: Writers): TaskDocument {
  const { id, kind, status, revision, wakeAt, expiresAt, owner } = task;
  return {
    ...{ id: taskDocumentId(id), tenant, owner: ownerKey(owner), type: 'task' },
    ...{ kind, status, revision, wakeAt, expiresAt, place: placeKey(task) },
    ...writers,
    ...{ ttl: ttlOf(task), data: encodeTask(task) },
  };
}

/** Room for what the service adds to the two megabytes that it takes. */
const largestBytes = 2 * 1_048_576 - 2_048;

/** Throws `too-large`. */
function encodeTask(task: Task): string {
  const data = JSON.stringify(task);
  const sizeBytes = Buffer.byteLength(JSON.stringify(data));
  if (sizeBytes <= largestBytes) return data;
  const text = `The record of task ${task.id} has ${sizeBytes} bytes, more than the ${largestBytes} that can be kept`;
  throw new AppError('too-large', text);
}

/** The service sees to it that a record is forgotten, but not while whoever asked may be about to look. */
const leastSeconds = 60;

/** A task that has not ended stays. */
function ttlOf(task: Task): number {
  if (!hasEnded(task)) return -1;
  const keptMs = task.expiresAt - (task.endedAt ?? task.createdAt);
  return Math.max(leastSeconds, Math.ceil(keptMs / 1_000));
}

/** Text that sorts as times do and, of one time, as ids in code points. */
export function placeKey({ createdAt, id }: TaskPlace): string {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, createdAt);
  return `${bits.getBigUint64(0).toString(16).padStart(16, '0')} ${plainKey(id)}`;
}

const taskSchema = z.object({
  id: z.string(),
  kind: z.enum(taskKinds),
  owner: z.string(),
  status: z.enum(taskStatuses),
  stage: z.string(),
  progress: z.number(),
  etaMs: z.number().optional(),
  request: z.unknown(),
  attempt: z.number(),
  returned: z.number().optional(),
  lease: z.object({ holder: z.string(), until: z.number() }).optional(),
  isCancelRequested: z.boolean(),
  idempotency: z.object({ key: z.string(), fingerprint: z.string() }).optional(),
  createdAt: z.number(),
  startedAt: z.number().optional(),
  endedAt: z.number().optional(),
  startBy: z.number(),
  runMs: z.number(),
  endBy: z.number(),
  wakeAt: z.number(),
  expiresAt: z.number(),
  reason: z.string().optional(),
  isPoison: z.boolean().optional(),
  result: z.unknown().optional(),
  revision: z.number(),
});

/** Throws `unavailable` for what is no task. */
export function decodeTask(data: string): Task {
  const parsed = taskSchema.safeParse(parsedJson(data));
  if (parsed.success) return parsed.data as Task;
  throw new AppError('unavailable', 'The store holds something else than tasks among its tasks', {
    cause: parsed.error,
  });
}

function parsedJson(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
