import { z } from 'zod';
import { idField } from './fields.js';
import type { OperationSpec } from './operation.js';

export const getPicture = {
  id: 'getPicture',
  summary: 'Get the drawing of a sample product',
  description:
    'Drawn from the category, colour and pattern of the item; only items of the kinds that the sample shop sells have one.',
  tag: 'Catalogue and events',
  access: 'open',
  params: z.strictObject({ id: idField }),
  success: {
    status: 200,
    description: 'An SVG image',
    schema: z.string(),
    mediaType: 'image/svg+xml',
  },
  cacheControl: 'public, max-age=3600',
  problems: ['not-found'],
} as const satisfies OperationSpec;
