import { z } from 'zod';
import { batchOutcomeSchema, jsonBody, rowsBody } from './bodies.js';
import { filterField, idField, limitQuery, line } from './fields.js';
import {
  itemExample,
  itemInputSchema,
  itemPatchSchema,
  itemSchema,
  namedItemSchema,
} from './item.js';
import type { OperationSpec } from './operation.js';

const itemParams = z.strictObject({ id: idField.meta({ examples: ['mug-17'] }) });
const tag = 'Catalogue and events';

export const postItems = {
  id: 'postItems',
  summary: 'Add or replace items',
  description:
    'One item, an array of up to 1,000, or NDJSON. Good rows land though others are bad; of equal ids the last wins.',
  tag,
  access: 'key',
  body: rowsBody(itemInputSchema, [itemExample]),
  success: { status: 200, description: 'What became of the rows', schema: batchOutcomeSchema },
} as const satisfies OperationSpec;

export const listItems = {
  id: 'listItems',
  summary: 'List items',
  description: 'By id, ascending. Pass `next_cursor` back as `cursor` for the next page.',
  tag,
  access: 'key',
  query: z.strictObject({
    cursor: line(2048).optional(),
    limit: limitQuery,
    filter: filterField.optional(),
  }),
  success: {
    status: 200,
    description: 'A page of items',
    schema: z.object({ items: z.array(itemSchema), next_cursor: z.string().optional() }),
  },
  cacheControl: 'private, no-cache',
} as const satisfies OperationSpec;

const oneItem = { status: 200, description: 'The item', schema: itemSchema };

export const getItem = {
  id: 'getItem',
  summary: 'Get an item',
  tag,
  access: 'key',
  params: itemParams,
  success: oneItem,
  cacheControl: 'private, no-cache',
} as const satisfies OperationSpec;

export const putItem = {
  id: 'putItem',
  summary: 'Add or replace an item',
  tag,
  access: 'key',
  params: itemParams,
  body: jsonBody(namedItemSchema, { name: 'Blue mug, hand-thrown', price: 24.5 }),
  success: oneItem,
} as const satisfies OperationSpec;

export const patchItem = {
  id: 'patchItem',
  summary: 'Change some fields of an item',
  tag,
  access: 'key',
  params: itemParams,
  body: jsonBody(itemPatchSchema, { price: 19.9, description: null }),
  success: oneItem,
} as const satisfies OperationSpec;

export const deleteItem = {
  id: 'deleteItem',
  summary: 'Delete an item',
  tag,
  access: 'key',
  params: itemParams,
  success: { status: 204, description: 'It is gone' },
} as const satisfies OperationSpec;
