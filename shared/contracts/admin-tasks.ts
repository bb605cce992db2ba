import { z } from 'zod';
import { type Task, taskKinds } from '../domain/tasks/task.js';
import { line } from './fields.js';
import type { OperationSpec } from './operation.js';
import { followHeaders, pageQuery } from './task-operations.js';
import { fromStanding, standingFields } from './tasks.js';

const tag = 'Administration';

/** Long work of the shop, as its keeper sees it. */
export const jobSchema = z
  .object({
    ...standingFields,
    kind: z.enum(taskKinds),
    reason: z.string().optional().meta({ description: 'Why it failed, stopped, or did nothing' }),
    result: z.unknown().optional().meta({ description: 'What came of it' }),
  })
  .meta({ id: 'Job' });

export function fromJob(task: Task): z.input<typeof jobSchema> {
  const { kind, reason, result } = task;
  return {
    ...fromStanding(task),
    kind,
    ...(reason !== undefined && { reason }),
    ...(result !== undefined && { result }),
  };
}

const taskParams = z.strictObject({ task_id: line(512) });
const oneJob = { status: 200, description: 'The task', schema: jobSchema };

export const listAdminTasks = {
  id: 'listAdminTasks',
  summary: 'Long work: trainings, imports, syncs of vectors',
  description:
    'The newest first; `kind` names another sort of task, those of sessions too. Pass `next_cursor` back as `cursor` for the next page.',
  tag,
  access: 'admin',
  query: z.strictObject({ ...pageQuery, kind: z.enum(taskKinds).optional() }),
  success: {
    status: 200,
    description: 'A page of tasks',
    schema: z.object({ tasks: z.array(jobSchema), next_cursor: z.string().optional() }),
  },
} as const satisfies OperationSpec;

export const getAdminTask = {
  id: 'getAdminTask',
  summary: 'One task',
  tag,
  access: 'admin',
  params: taskParams,
  success: oneJob,
} as const satisfies OperationSpec;

export const deleteAdminTask = {
  id: 'stopAdminTask',
  summary: 'Ask a task to stop',
  description:
    'It ends within seconds, on whatever instance it runs. Answers 200 with its state where it has ended already.',
  tag,
  access: 'admin',
  params: taskParams,
  success: { ...oneJob, status: 202 },
} as const satisfies OperationSpec;

export const getAdminTaskEvents = {
  id: 'followAdminTask',
  summary: 'How a task gets on, as it happens',
  description: 'Server-Sent Events as of `/tasks/{task_id}/events`.',
  tag,
  access: 'admin',
  params: taskParams,
  headers: z.object(followHeaders),
  success: {
    status: 200,
    description: 'A stream',
    schema: z.string(),
    mediaType: 'text/event-stream',
  },
  problems: ['overloaded'],
} as const satisfies OperationSpec;
