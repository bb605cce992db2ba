import { z } from 'zod';
import { behaviorTypes } from '../domain/event.js';
import { nameMatches } from '../domain/name-match.js';
import { jsonBody } from './bodies.js';
import { line } from './fields.js';
import { offerSchema } from './offer.js';
import type { OperationSpec } from './operation.js';
import { sessionHeaders } from './session.js';

const tag = 'Sessions and tasks';

/** One line with something in it that can be seen; of an empty one `line` says enough. */
const visible = (maxLength: number) =>
  line(maxLength).refine(
    (text) => text === '' || /[^\p{Z}\p{C}]/u.test(text),
    'expected text that can be seen',
  );

const behaviorSchema = z
  .strictObject({ name: visible(500), event: z.enum(behaviorTypes) })
  .meta({ id: 'Behavior' });

const recordedSchema = z.object({
  item_id: z.string(),
  name: z.string().meta({ description: 'As the item is called' }),
  match: z.enum(nameMatches).meta({
    description:
      '`exact`; `normalised`: the same but for case, width, spaces and punctuation; `similar`: all but the same; `new`: an item was made for it, which is not recommended',
  }),
  similarity: z.number().optional().meta({ description: 'Of the two names, 0 to 1' }),
  consistency: z.string().optional(),
});

export const postBehavior = {
  id: 'postBehavior',
  summary: 'Record what the session did with a product, by its name',
  description:
    'A recommendation request that carries `consistency` as `x-consistency-token` is certain to see it.',
  tag,
  access: 'key',
  headers: sessionHeaders,
  body: jsonBody(behaviorSchema, { name: 'Blue mug, hand-thrown', event: 'item_view' }),
  success: { status: 201, description: 'What the name was taken for', schema: recordedSchema },
} as const satisfies OperationSpec;

export const getProducts = {
  id: 'searchProducts',
  summary: 'Products for sale now, by words',
  description:
    'From the shopping search that is configured, else from the catalogue. Best match first.',
  tag,
  access: 'key',
  query: z.strictObject({ q: visible(200).meta({ examples: ['blue mug'] }) }),
  success: { status: 200, description: 'Offers', schema: z.array(offerSchema) },
} as const satisfies OperationSpec;
