import { z } from 'zod';
import { type Task, taskStatuses } from '../domain/task.js';
import type { OperationSpec } from './operation.js';

const tag = 'Administration';

const runSchema = z
  .object({
    task_id: z.string(),
    status: z.enum(taskStatuses).meta({ description: 'A run under way is `pending`' }),
    stage: z.string(),
    progress: z.number().meta({ description: '0 to 1' }),
    eta_seconds: z.number().optional(),
    stop_requested: z.boolean(),
    created_at: z.iso.datetime(),
    ended_at: z.iso.datetime().optional(),
    reason: z.string().optional().meta({ description: 'Why it was published or not, or failed' }),
    result: z
      .unknown()
      .optional()
      .meta({ description: 'Version, verdict, data, models with metrics, and what was declined' }),
  })
  .meta({ id: 'TrainingRun' });

export const postRetrain = {
  id: 'retrain',
  summary: 'Train all models now',
  description:
    'Trains in the background, judges on the newest events and publishes what is not worse. 409 while a run is under way. `Location` is where to look.',
  tag,
  access: 'admin',
  success: { status: 202, description: 'The run', schema: runSchema },
  problems: ['conflict'],
} as const satisfies OperationSpec;

export const getRetrain = {
  id: 'getRetrain',
  summary: 'The last training runs',
  description: 'The newest first: what was done, what came of it, and why.',
  tag,
  access: 'admin',
  success: {
    status: 200,
    description: 'Up to 50 runs',
    schema: z.object({ newest: runSchema.optional(), runs: z.array(runSchema) }),
  },
} as const satisfies OperationSpec;

export const deleteRetrain = {
  id: 'stopRetrain',
  summary: 'Ask the training run under way to stop',
  description: 'It ends within seconds, on whatever instance it runs; what serves stays.',
  tag,
  access: 'admin',
  success: { status: 202, description: 'The run that will stop', schema: runSchema },
  problems: ['not-found'],
} as const satisfies OperationSpec;

const instant = (time: number) => new Date(time).toISOString();

export function fromTask(task: Task): z.input<typeof runSchema> {
  const { etaMs, endedAt, reason, result } = task;
  return {
    task_id: task.id,
    status: task.status,
    stage: task.stage,
    progress: task.progress,
    ...(etaMs !== undefined && { eta_seconds: Math.ceil(etaMs / 1000) }),
    stop_requested: task.isCancelRequested,
    created_at: instant(task.createdAt),
    ...(endedAt !== undefined && { ended_at: instant(endedAt) }),
    ...(reason !== undefined && { reason }),
    ...(result !== undefined && { result }),
  };
}
