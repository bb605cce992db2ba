import { z } from 'zod';
import type { OperationSpec } from './operation.js';

const admin = { tag: 'Administration', access: 'admin' } as const;

const time = z.iso.datetime();
const estimateSchema = z
  .object({ mean: z.number(), low: z.number(), high: z.number() })
  .meta({ id: 'Estimate', description: 'With the interval that holds it with 95 % confidence' });

const versionSchema = z
  .object({
    version: z.string(),
    serving: z.boolean(),
    created_at: time.optional(),
    parent: z.string().optional().meta({ description: 'What served when this was made' }),
    seed: z.number().optional(),
    data: z
      .object({
        from: time,
        to: time.meta({ description: 'Where the slice that it was judged on begins' }),
        num_events: z.int(),
        num_users: z.int(),
        num_items: z.int(),
      })
      .optional(),
    verdict: z
      .object({
        published: z.boolean(),
        reason: z.string(),
        difference: estimateSchema.optional(),
      })
      .optional(),
    metrics: z.record(z.string(), z.record(z.string(), estimateSchema)).optional(),
    parameters: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
    figures: z.record(z.string(), z.record(z.string(), z.number())).optional(),
    size_bytes: z.record(z.string(), z.int()).optional(),
    kept_from: z
      .record(z.string(), z.string())
      .optional()
      .meta({ description: 'Models that were taken over from an earlier version' }),
    problem: z.string().optional().meta({ description: 'Why this version cannot be read' }),
  })
  .meta({
    id: 'ModelVersion',
    description: 'Everything but the first two is absent where there is a problem',
  });

export const getModels = {
  ...admin,
  id: 'getModels',
  summary: 'All kept model versions, newest first',
  success: {
    status: 200,
    description: 'Metrics, parameters, figures and sizes are by model',
    schema: z.object({ models: z.array(versionSchema) }),
  },
} as const satisfies OperationSpec;

const reloadSchema = z
  .object({
    success: z.boolean(),
    message: z.string(),
    details: z.object({
      reloaded: z.boolean(),
      reason: z.string(),
      version: z.string().nullable().meta({ description: 'What this process serves now' }),
      previous_reload_time: time.nullable(),
      current_reload_time: time.nullable(),
      num_users: z.int().meta({ description: 'That the models learnt from' }),
      num_items: z.int(),
    }),
  })
  .meta({ id: 'ModelReload' });

export const reloadModel = {
  ...admin,
  id: 'reloadModel',
  summary: 'Load the version that is to serve, now',
  description:
    'Every process looks for itself every few seconds; this one looks at once, and tries again what could not be loaded.',
  success: { status: 200, description: 'What came of it', schema: reloadSchema },
} as const satisfies OperationSpec;

const versionField = z
  .string()
  .regex(/^[0-9A-Za-z_-][0-9A-Za-z._-]{0,127}$/, 'expected the name of a version')
  .meta({ examples: ['20260131-093000-999-1f3a'] });

export const activateModel = {
  ...admin,
  id: 'activateModel',
  summary: 'Roll back or forward to a version',
  description: 'Its files are checked first. All other processes follow within ten seconds.',
  params: z.strictObject({ version: versionField }),
  success: { status: 200, description: 'What came of it in this process', schema: reloadSchema },
  problems: ['not-found', 'conflict'],
} as const satisfies OperationSpec;

export const getModelStatus = {
  ...admin,
  id: 'getModelStatus',
  summary: 'What this process serves, and how it fares',
  success: {
    status: 200,
    description: 'As of now, counted since the version was loaded',
    schema: z
      .object({
        status: z.enum(['ok', 'none yet', 'degraded']),
        serving_version: z
          .string()
          .nullable()
          .meta({ description: 'What all processes are to serve' }),
        loaded_version: z.string().nullable().meta({ description: 'What this one does' }),
        loaded_at: time.nullable(),
        previous_reload_time: time.nullable(),
        models: z.array(
          z.object({
            name: z.string(),
            loaded: z.boolean(),
            num_items: z.int(),
            answered: z.int(),
            failed: z.int().meta({ description: 'Answers that had to do without it' }),
            last_error: z.object({ message: z.string(), at: time }).nullable(),
          }),
        ),
        problem: z
          .object({ version: z.string(), message: z.string(), at: time })
          .nullable()
          .meta({ description: 'What keeps the version that is to serve from it' }),
      })
      .meta({ id: 'ModelStatus' }),
  },
} as const satisfies OperationSpec;
