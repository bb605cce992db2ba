import { z } from 'zod';
import type { Task } from '../domain/tasks/task.js';
import type { OperationSpec } from './operation.js';
import { fromStanding, standingFields } from './tasks.js';

const tag = 'Administration';

const runSchema = z
  .object({
    ...standingFields,
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
    'Trains in the background, judges on the newest events and publishes what is not worse. 409 while a run waits or is under way. `Location` is where to look.',
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

export function fromRun(task: Task): z.input<typeof runSchema> {
  const { reason, result } = task;
  return {
    ...fromStanding(task),
    ...(reason !== undefined && { reason }),
    ...(result !== undefined && { result }),
  };
}
