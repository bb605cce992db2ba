import { z } from 'zod';
import { parseFilter } from '../domain/filter/parse.js';
import { modelNames } from '../domain/ranking.js';
import {
  type RecommendationRequest,
  type RecommendationResult,
  type RecommendationVersion,
  recommendationVersions,
} from '../domain/tasks/recommendation-task.js';
import { type Task, taskStatuses } from '../domain/tasks/task.js';
import { check, refuse } from './complaints.js';
import { filterField, inLanguage } from './fields.js';
import { offerSchema } from './offer.js';

const recommendedProductSchema = offerSchema
  .extend({
    item_id: z.string(),
    score: z.number(),
    reason: z.string(),
    offers: z.array(offerSchema).meta({ description: 'Best match first' }),
    note: z.string().optional().meta({ description: 'Why there are no offers' }),
  })
  .meta({
    id: 'RecommendedProduct',
    description: "The catalogue's own data, and what it lacks from the best offer",
  });

const statusField = z
  .enum(taskStatuses)
  .meta({ description: 'One that waits or runs is `pending`; the other three are final' });

/** What every task shows of how it is getting on. */
export const standingFields = {
  task_id: z.string(),
  status: statusField,
  stage: z.string(),
  progress: z.number().meta({ description: '0 to 1' }),
  eta_seconds: z.number().optional(),
  attempt: z.int().meta({ description: 'How often a worker has begun it' }),
  stop_requested: z.boolean(),
  created_at: z.iso.datetime(),
  started_at: z.iso.datetime().optional(),
  ended_at: z.iso.datetime().optional(),
  expires_at: z.iso.datetime().meta({ description: 'When it may be forgotten' }),
};

export const taskSchema = z
  .object({
    ...standingFields,
    api_version: z.enum(['v1', 'v2']),
    model: z.string().optional().meta({ description: 'Who made the list' }),
    data: z.array(recommendedProductSchema).optional().meta({ description: 'Once completed' }),
    error: z.string().optional().meta({ description: 'Why it failed or was cancelled' }),
  })
  .meta({ id: 'Task' });

export const acceptedSchema = z.object({
  task_id: z.string(),
  status: statusField,
  api_version: z.enum(['v1', 'v2']),
});

const filterText = inLanguage((source) => {
  parseFilter(source);
  return source;
}).meta(filterField.meta() ?? {});

export const recommendationRequestSchema = z.strictObject({
  limit: z.int().min(1).max(100).default(20),
  filter: filterText.optional(),
});

/** Reads what a task's record keeps of the request. Throws `invalid`. */
export function parseRecommendationRequest(request: unknown): RecommendationRequest {
  const checked = check(recommendationRequestSchema, request);
  if (!checked.ok) return refuse(checked.complaints);
  return toRecommendationRequest(checked.value);
}

/** In one order of fields, so that equal requests have equal texts. */
export function toRecommendationRequest({
  limit,
  filter,
}: z.output<typeof recommendationRequestSchema>): RecommendationRequest {
  return { limit, ...(filter !== undefined && { filter }) };
}

const instant = (time: number) => new Date(time).toISOString();

export function fromStanding(task: Task) {
  const { etaMs, startedAt, endedAt } = task;
  return {
    task_id: task.id,
    status: task.status,
    stage: task.stage,
    progress: task.progress,
    ...(etaMs !== undefined && { eta_seconds: Math.ceil(etaMs / 1000) }),
    attempt: task.attempt,
    stop_requested: task.isCancelRequested,
    created_at: instant(task.createdAt),
    ...(startedAt !== undefined && { started_at: instant(startedAt) }),
    ...(endedAt !== undefined && { ended_at: instant(endedAt) }),
    expires_at: instant(task.expiresAt),
  };
}

export const versionOf = (task: Task): RecommendationVersion =>
  task.kind === recommendationVersions.v1.kind ? 'v1' : 'v2';

/** A task of a session as the session sees it. */
export function fromTask(task: Task): z.input<typeof taskSchema> {
  const { status, reason, result } = task;
  const hasFailed = status === 'failed' || status === 'cancelled';
  return {
    ...fromStanding(task),
    api_version: versionOf(task),
    ...(result !== undefined && fromResult(resultSchema.parse(result))),
    ...(hasFailed && { error: reason ?? status }),
  };
}

/** What a completed task's record holds. */
const resultSchema: z.ZodType<RecommendationResult> = z.object({
  model: z.enum(modelNames),
  items: z.array(
    z.object({
      itemId: z.string(),
      score: z.number(),
      reason: z.string(),
      product: offerSchema,
      offers: z.array(offerSchema),
      note: z.string().optional(),
    }),
  ),
}) as z.ZodType<RecommendationResult>;

function fromResult({ model, items }: RecommendationResult) {
  const data = items.map(({ itemId, product, ...rest }) => ({
    item_id: itemId,
    ...product,
    ...rest,
    offers: [...rest.offers],
  }));
  return { model, data };
}
