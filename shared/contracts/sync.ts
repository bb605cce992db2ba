import { z } from 'zod';
import type { Freshness } from '../domain/freshness.js';
import { vectorKinds } from '../domain/vector-space.js';
import { jobSchema } from './admin-tasks.js';
import { idField } from './fields.js';
import type { OperationSpec } from './operation.js';

export const postSyncVectors = {
  id: 'syncVectors',
  summary: 'Bring vectors in step with the catalogue now',
  description:
    'Reads the products, from PostgreSQL where that is configured, encodes the words and pictures that are new or changed, and removes what has gone. Its `result` counts products `read`, `encoded`, `unchanged`, `removed` and `failed` (the first 100 `failures` with their reasons). 409 while one waits or runs. `Location` is where to look.',
  tag: 'Administration',
  access: 'admin',
  success: { status: 202, description: 'The task', schema: jobSchema },
  problems: ['conflict', 'overloaded'],
} as const satisfies OperationSpec;

const freshnessSchema = z
  .object({
    item_id: z.string(),
    is_current: z
      .boolean()
      .meta({ description: 'Whether search knows the item as it is now; a sync sees to it' }),
    indexed_at: z.iso
      .datetime()
      .optional()
      .meta({ description: 'When the older of its vectors was made' }),
    lag_seconds: z.number().meta({
      description:
        'How long they may have been behind the item, at most: 0 where they are not, else since they were made, or since `created_at` where one never was',
    }),
    spaces: z
      .array(
        z.object({
          kind: z.enum(vectorKinds),
          space: z
            .string()
            .optional()
            .meta({ description: 'Model, version and dimensions that serve' }),
          indexed_at: z.iso.datetime().optional(),
          is_current: z.boolean(),
        }),
      )
      .meta({ description: 'Of each kind of vector that the item has or should have' }),
  })
  .meta({ id: 'Freshness' });

export const getFreshness = {
  id: 'getItemFreshness',
  summary: 'How far the vectors of an item are behind it',
  description:
    'Names, filters and what is active count at once; words and looks of an item that was added or changed are found after the next sync.',
  tag: 'Catalogue and events',
  access: 'key',
  params: z.strictObject({ id: idField.meta({ examples: ['mug-17'] }) }),
  success: { status: 200, description: 'Its state', schema: freshnessSchema },
} as const satisfies OperationSpec;

const instant = (time: number) => new Date(time).toISOString();

export function fromFreshness(freshness: Freshness): z.input<typeof freshnessSchema> {
  const { itemId, isCurrent, indexedAt, lagMs, kinds } = freshness;
  return {
    item_id: itemId,
    is_current: isCurrent,
    ...indexed(indexedAt),
    lag_seconds: Math.ceil(lagMs / 1000),
    spaces: kinds.map(({ kind, space, ...made }) => ({
      kind,
      ...(space !== undefined && { space }),
      ...indexed(made.indexedAt),
      is_current: made.isCurrent,
    })),
  };
}

const indexed = (time: number | undefined) =>
  time === undefined ? {} : { indexed_at: instant(time) };
