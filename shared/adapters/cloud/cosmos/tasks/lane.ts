import { z } from 'zod';
import type { Task, TaskKind } from '../../../../domain/tasks/task.js';
import { plainId } from '../document-key.js';
import { ownerKey } from './task-document.js';

/**
 * Beside an owner's tasks lie, for each kind, which of them may not have ended (every start changes it, so that of two at
 * once one comes too late), and for each idempotency key what task it made.
 */
export const laneSchema = z.object({ pending: z.array(z.string()) });
export const keySchema = z.object({ taskId: z.string() });

export const laneId = (kind: TaskKind): string => `lane:${kind}`;
export const idempotencyId = (key: string): string => `key:${plainId(key)}`;

/** After that all tasks that it names have long ended. */
const slackSeconds = 86_400;
const ttlOf = ({ expiresAt, createdAt }: Task) =>
  Math.max(1, Math.ceil((expiresAt - createdAt) / 1_000)) + slackSeconds;

export function laneDocument(task: Task, tenant: string, pending: readonly string[]) {
  const place = { id: laneId(task.kind), tenant, owner: ownerKey(task.owner) };
  return { ...place, type: 'lane', pending: [...pending], ttl: ttlOf(task) };
}

export function keyDocument(task: Task, tenant: string, key: string) {
  const place = { id: idempotencyId(key), tenant, owner: ownerKey(task.owner) };
  return { ...place, type: 'key', taskId: task.id, ttl: ttlOf(task) };
}
