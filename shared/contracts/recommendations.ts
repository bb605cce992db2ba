import { z } from 'zod';
import type { Item } from '../domain/item.js';
import { jsonBody } from './bodies.js';
import { idField, limitQuery, line, numericIdField, offsetQuery } from './fields.js';
import { metadataOf, metadataSchema } from './item-metadata.js';
import {
  consistencyHeaders,
  excludeSeenQuery,
  listOptionsBody,
  listOptionsQuery,
} from './list-options.js';
import type { OperationSpec } from './operation.js';

const tag = 'Recommendations';
const itemParams = z.strictObject({ id: idField });

const recommendationSchema = z
  .object({
    item_id: z.string(),
    score: z.number().min(0).meta({ description: 'Higher is better, within this answer only' }),
    reason: z.string().meta({ examples: ['bought together with Blue mug'] }),
    metadata: metadataSchema,
  })
  .meta({ id: 'Recommendation' });

interface Recommended {
  readonly item: Item;
  readonly score: number;
  readonly reason: string;
}

/** A place of a list as clients see it. */
export function fromRecommended({ item, score, reason }: Recommended) {
  return { item_id: item.id, score, reason, metadata: metadataOf(item) };
}

export const getRecommendations = {
  id: 'getRecommendations',
  summary: "A shopper's recommendations",
  description:
    'Of a user or a session; somebody unknown gets popular and fresh items. Pages of one list never repeat or skip an item: `offset=0` makes the list anew once the shopper or the catalogue has changed, other offsets read on.',
  tag,
  access: 'key',
  params: z.strictObject({ user_id: idField }),
  query: z.strictObject({
    limit: limitQuery,
    offset: offsetQuery,
    ...listOptionsQuery,
    exclude_seen: excludeSeenQuery.optional(),
  }),
  headers: consistencyHeaders,
  success: {
    status: 200,
    description: 'A page of the list, best first',
    schema: z.object({
      user_id: z.string(),
      recommendation_id: z.string().meta({ description: 'Name it in events that this led to' }),
      model: z.string().meta({ description: 'Who answered' }),
      recommendations: z.array(recommendationSchema),
      pagination: z.object({
        total: z.int(),
        limit: z.int(),
        offset: z.int(),
        has_more: z.boolean(),
      }),
    }),
  },
  cacheControl: 'private, no-cache',
} as const satisfies OperationSpec;

const listQuery = z.strictObject({
  limit: limitQuery,
  category: line(512).optional(),
  ...listOptionsQuery,
});
const listOf = (description: string) => ({
  status: 200,
  description,
  schema: z.object({ recommendations: z.array(recommendationSchema) }),
});
const listSpec = {
  description:
    'Made by counting, the same for everybody: `model` is checked, and changes nothing here.',
  tag,
  access: 'key',
  query: listQuery,
  headers: consistencyHeaders,
  cacheControl: 'private, no-cache',
} as const;

export const getPopular = {
  ...listSpec,
  id: 'getPopular',
  summary: 'What most shoppers like now',
  success: listOf('Best first'),
} as const satisfies OperationSpec;

export const getTrending = {
  ...listSpec,
  id: 'getTrending',
  summary: 'What rises against its own past',
  success: listOf('Steepest first, then what is popular'),
} as const satisfies OperationSpec;

export const getLatest = {
  ...listSpec,
  id: 'getLatest',
  summary: 'What is new in the catalogue',
  success: listOf('Newest first'),
} as const satisfies OperationSpec;

export const getSimilar = {
  ...listSpec,
  id: 'getSimilar',
  summary: 'Items like this one',
  params: itemParams,
  success: listOf('Most alike first'),
} as const satisfies OperationSpec;

export const getBoughtTogether = {
  ...listSpec,
  id: 'getBoughtTogether',
  summary: 'What is bought together with this item',
  params: itemParams,
  success: listOf('Strongest first; empty where nothing was'),
} as const satisfies OperationSpec;

const maxRanked = 1_000;

export const postRank = {
  id: 'postRank',
  summary: 'Order items for a shopper',
  description:
    'The same ids come back, best first; unknown ones last, with a score of 0. `model` is checked, and changes nothing here.',
  tag,
  access: 'key',
  headers: consistencyHeaders,
  body: jsonBody(
    z.strictObject({
      user_id: numericIdField,
      item_ids: z
        .array(numericIdField)
        .min(1)
        .max(maxRanked)
        .refine((ids) => new Set(ids.map(String)).size === ids.length, 'expected each id once'),
      boost: listOptionsBody.boost,
      diversity: listOptionsBody.diversity,
      model: listOptionsBody.model,
    }),
    { user_id: 'shopper-1', item_ids: ['mug-17', 'plate-3'] },
  ),
  success: {
    status: 200,
    description: 'The same ids, best first',
    schema: z.object({
      user_id: z.union([z.string(), z.int()]),
      recommendations: z.array(
        z.object({ item_id: z.union([z.string(), z.int()]), score: z.number() }),
      ),
    }),
  },
} as const satisfies OperationSpec;

const embeddingSchema = { embedding: z.array(z.number()), dimension: z.int() };
const numericId = z.union([z.int(), z.string()]);

export const getItemEmbedding = {
  id: 'getItemEmbedding',
  summary: "An item's vector",
  tag,
  access: 'key',
  params: itemParams,
  headers: consistencyHeaders,
  success: {
    status: 200,
    description: 'Of unit length',
    schema: z.object({ aid: numericId, ...embeddingSchema }),
  },
  cacheControl: 'private, no-cache',
} as const satisfies OperationSpec;

export const getSessionEmbedding = {
  ...getItemEmbedding,
  id: 'getSessionEmbedding',
  summary: "The vector of a session's taste",
  success: {
    status: 200,
    description: 'Of unit length',
    schema: z.object({ session_id: numericId, ...embeddingSchema }),
  },
} as const satisfies OperationSpec;
