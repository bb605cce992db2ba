import { z } from 'zod';
import { jsonBody } from './bodies.js';
import { filterField, visibleLine } from './fields.js';
import { metadataSchema } from './item-metadata.js';
import type { OperationSpec } from './operation.js';

const maxQueryLength = 500;

export const postSearch = {
  id: 'postSearch',
  summary: 'Find items by words and by meaning',
  description:
    'Looks into names, categories, tags, sellers and descriptions of active items. The last word may be the beginning of one, as while somebody types.',
  tag: 'Search and embeddings',
  access: 'key',
  body: jsonBody(
    z.strictObject({
      query: visibleLine(maxQueryLength),
      filter: filterField.optional(),
      limit: z.int().min(1).max(100).default(20),
    }),
    { query: 'blue mu' },
  ),
  success: {
    status: 200,
    description: 'Best first',
    schema: z.object({
      results: z.array(
        z.object({
          item_id: z.string(),
          score: z
            .number()
            .min(0)
            .meta({ description: 'Higher is better, within this answer only' }),
          metadata: metadataSchema,
        }),
      ),
      total: z.int().meta({
        description: 'How many were found, up to some two hundred; `results` are the best of them',
      }),
    }),
  },
} as const satisfies OperationSpec;
