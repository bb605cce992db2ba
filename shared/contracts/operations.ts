import { z } from 'zod';
import { line } from './fields.js';
import type { OperationSpec } from './operation.js';

const tag = 'Operations';

const healthSchema = z
  .object({
    status: z.enum(['ok', 'degraded']),
    models_loaded: z.int().meta({ description: 'How many models answer' }),
    embeddings_loaded: z.boolean(),
    feature_columns: z.int(),
    model_available: z.boolean(),
    checks: z.record(z.string(), z.string()).meta({ description: '`ok`, or what is wrong' }),
  })
  .meta({ id: 'Health' });

export const getHealth = {
  id: 'getHealth',
  summary: 'Whether everything this needs is well',
  description: 'Answers 503 with the same shape where it is not.',
  tag,
  access: 'open',
  success: { status: 200, description: 'All is well', schema: healthSchema },
} as const satisfies OperationSpec;

export const getLiveness = {
  id: 'getLiveness',
  summary: 'Whether the process answers',
  tag,
  access: 'open',
  success: {
    status: 200,
    description: 'It does',
    schema: z.object({ status: z.literal('ok') }),
  },
} as const satisfies OperationSpec;

const countsSchema = z.record(z.string(), z.int());
const cacheSchema = z.object({ hits: z.int(), misses: z.int() });

export const getStats = {
  id: 'getStats',
  summary: 'Sizes and counts',
  tag,
  access: 'key',
  success: {
    status: 200,
    description: 'As of now; cache and uptime are of the process that answers',
    schema: z
      .object({
        models: z.array(z.string()),
        total_items: z.int(),
        total_sessions: z.int(),
        total_events: z.int(),
        embedding_dimension: z.int(),
        feature_dimension: z.int(),
        cache: cacheSchema.meta({ description: 'Of all caches together' }),
        caches: z.record(z.string(), cacheSchema).meta({ description: 'Of each, by name' }),
        attributed_events: z
          .record(z.string(), countsSchema)
          .meta({ description: 'Events that an answer led to, by model and event kind' }),
        uptime_seconds: z.number(),
      })
      .meta({ id: 'Stats' }),
  },
} as const satisfies OperationSpec;

export const getMetrics = {
  id: 'getMetrics',
  summary: 'What Prometheus scrapes',
  description: 'Of the process that answers: each instance has its own.',
  tag,
  access: 'admin',
  success: {
    status: 200,
    description: 'Requests, tasks, calls of others, stages, caches and the process itself',
    mediaType: 'text/plain; version=0.0.4; charset=utf-8',
    schema: z.string(),
  },
} as const satisfies OperationSpec;

export const getIndex = {
  id: 'getIndex',
  summary: 'What this is',
  tag,
  access: 'open',
  success: {
    status: 200,
    description: 'Name, version and links',
    schema: z.object({
      name: z.string(),
      description: z.string(),
      version: z.string(),
      links: z.record(z.string(), z.string()),
    }),
  },
  cacheControl: 'no-cache',
} as const satisfies OperationSpec;

export const getOpenApi = {
  id: 'getOpenApi',
  summary: 'This document',
  tag,
  access: 'open',
  success: {
    status: 200,
    description: 'OpenAPI 3.1',
    mediaType: 'application/json',
    schema: z.record(z.string(), z.unknown()),
  },
  cacheControl: 'no-cache',
} as const satisfies OperationSpec;

export const getDocs = {
  id: 'getDocs',
  summary: 'This document, to read and to try',
  tag,
  access: 'open',
  success: {
    status: 200,
    description: 'A page',
    schema: z.string(),
    mediaType: 'text/html; charset=utf-8',
  },
  cacheControl: 'no-cache',
} as const satisfies OperationSpec;

export const getDocsFile = {
  id: 'getDocsFile',
  summary: 'What the page is made of',
  tag,
  access: 'open',
  params: z.strictObject({ file: line(100).meta({ examples: ['viewer.js'] }) }),
  success: {
    status: 200,
    description: 'A script, a style sheet or an icon',
    schema: z.string(),
    mediaType: 'application/octet-stream',
  },
  cacheControl: 'no-cache',
} as const satisfies OperationSpec;
