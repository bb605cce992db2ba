import { type Task, taskKinds, taskStatuses } from '../../../domain/tasks/task.js';
import {
  isFlag,
  isNumber,
  isText,
  maybe,
  objectOf,
  oneOf,
  type RecordFields,
  record,
} from '../database/columns.js';

const taskFields: RecordFields<Task> = [
  ['id', isText],
  ['kind', oneOf(taskKinds)],
  ['owner', isText],
  ['status', oneOf(taskStatuses)],
  ['stage', isText],
  ['progress', isNumber],
  ['etaMs', maybe(isNumber)],
  ['attempt', isNumber],
  ['returned', maybe(isNumber)],
  ['lease', maybe(objectOf({ holder: isText, until: isNumber }))],
  ['isCancelRequested', isFlag],
  ['idempotency', maybe(objectOf({ key: isText, fingerprint: isText }))],
  ['origin', maybe(objectOf({ traceparent: isText, requestId: maybe(isText) }))],
  ['createdAt', isNumber],
  ['startedAt', maybe(isNumber)],
  ['endedAt', maybe(isNumber)],
  ['startBy', isNumber],
  ['runMs', isNumber],
  ['endBy', isNumber],
  ['wakeAt', isNumber],
  ['expiresAt', isNumber],
  ['reason', maybe(isText)],
  ['isPoison', maybe(isFlag)],
  ['revision', isNumber],
];

export function encodeTask(task: Task): string {
  return JSON.stringify(task);
}

export function decodeTask(column: unknown): Task {
  return record<Task>('a task', taskFields, column);
}
