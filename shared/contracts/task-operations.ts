import { z } from 'zod';
import { taskStatuses } from '../domain/tasks/task.js';
import { jsonBody } from './bodies.js';
import { limitQuery, line } from './fields.js';
import type { OperationSpec } from './operation.js';
import { sessionHeaders } from './session.js';
import { acceptedSchema, recommendationRequestSchema, taskSchema } from './tasks.js';

const tag = 'Sessions and tasks';

const versionParams = z.strictObject({ version: line(20).meta({ examples: ['v1'] }) });
const taskParams = z.strictObject({ task_id: line(512) });

const idempotencyHeaders = sessionHeaders.extend({
  'idempotency-key': line(200)
    .meta({ description: 'A retried request with the same key gives the same task' })
    .optional(),
});

export const postTask = {
  id: 'startRecommendations',
  summary: "Begin to make the session's recommendations",
  description:
    'In `v1` by the GRU sequence model, in `v2` by the two-tower model, with live offers for each item. A task of the same session and version that is still running is stopped first.',
  tag,
  access: 'key',
  params: versionParams,
  headers: idempotencyHeaders,
  body: jsonBody(recommendationRequestSchema.default({ limit: 20 }), { limit: 10 }),
  success: {
    status: 202,
    description: '`Location` is where to look, `Retry-After` when',
    schema: acceptedSchema,
  },
  problems: ['not-found', 'conflict', 'overloaded'],
} as const satisfies OperationSpec;

export const getNewestTask = {
  id: 'getRecommendationsTask',
  summary: "The session's newest task of this version",
  tag,
  access: 'key',
  params: versionParams,
  headers: sessionHeaders,
  success: { status: 200, description: 'The task; `data` once completed', schema: taskSchema },
} as const satisfies OperationSpec;

export const deleteNewestTask = {
  id: 'stopRecommendations',
  summary: "Ask the session's newest task to stop",
  description: 'Answers 200 with its state where it has ended already.',
  tag,
  access: 'key',
  params: versionParams,
  headers: sessionHeaders,
  success: { status: 202, description: 'It was asked to', schema: taskSchema },
} as const satisfies OperationSpec;

export const getTask = {
  id: 'getTask',
  summary: 'A task of this session',
  tag,
  access: 'key',
  params: taskParams,
  headers: sessionHeaders,
  success: { status: 200, description: 'The task; `data` once completed', schema: taskSchema },
} as const satisfies OperationSpec;

export const deleteTask = {
  id: 'stopTask',
  summary: 'Ask a task to stop',
  description: 'Answers 200 with its state where it has ended already.',
  tag,
  access: 'key',
  params: taskParams,
  headers: sessionHeaders,
  success: { status: 202, description: 'It was asked to', schema: taskSchema },
} as const satisfies OperationSpec;

export const pageQuery = {
  status: z.enum(taskStatuses).optional(),
  cursor: line(2048).optional(),
  limit: limitQuery,
};

export const listTasks = {
  id: 'listTasks',
  summary: "This session's tasks",
  description: 'The newest first. Pass `next_cursor` back as `cursor` for the next page.',
  tag,
  access: 'key',
  query: z.strictObject(pageQuery),
  headers: sessionHeaders,
  success: {
    status: 200,
    description: 'A page of tasks',
    schema: z.object({ tasks: z.array(taskSchema), next_cursor: z.string().optional() }),
  },
} as const satisfies OperationSpec;

export const followHeaders = {
  'last-event-id': z
    .string()
    .regex(/^\d{1,12}$/, 'expected the id of an event of this stream')
    .optional()
    .meta({ description: 'The newest event the client has seen' }),
};

export const getTaskEvents = {
  id: 'followTask',
  summary: 'How a task gets on, as it happens',
  description:
    'Server-Sent Events: `progress` with the task each time it has changed, `end` with the task when it has ended, then the stream closes. Comments keep the line open. `Last-Event-ID` goes on where a client left off; a client that has seen the end is told 204, so that it does not come back.',
  tag,
  access: 'key',
  params: taskParams,
  headers: sessionHeaders.extend(followHeaders),
  success: {
    status: 200,
    description: 'A stream',
    schema: z.string(),
    mediaType: 'text/event-stream',
  },
  problems: ['overloaded'],
} as const satisfies OperationSpec;
