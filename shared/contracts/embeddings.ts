import { z } from 'zod';
import { jsonBody } from './bodies.js';
import { line, visibleProse } from './fields.js';
import type { OperationSpec } from './operation.js';

const tag = 'Search and embeddings';
const maxTextLength = 50_000;
const maxTexts = 100;
/** Whoever speaks to OpenAI sends up to so many at a time, unless told otherwise. */
const maxInputs = 1_000;
const maxSizeBytes = 2 * 1_048_576;
const maxNumbers = 4_096;

const textField = visibleProse(maxTextLength);

const vectorSchema = z
  .array(z.number())
  .meta({ description: 'Of unit length; all zeros where the model finds nothing in the text' });
const truncatedMeta = { description: 'Whether the end was left out, being more than is read' };
const common = {
  dimension: z.int(),
  model: z.string().meta({ description: 'The encoder; vectors of different ones do not compare' }),
};

export const postEmbed = {
  id: 'postEmbed',
  summary: 'A text as a vector',
  tag,
  access: 'key',
  body: jsonBody(z.strictObject({ text: textField }), { text: 'Blue mug' }, maxSizeBytes),
  success: {
    status: 200,
    description: 'Texts of like meaning have vectors of like direction',
    schema: z.object({
      embedding: vectorSchema,
      ...common,
      cached: z.boolean().meta({ description: 'Whether it was remembered from before' }),
      truncated: z.boolean().meta(truncatedMeta),
    }),
  },
  problems: ['overloaded'],
} as const satisfies OperationSpec;

export const postBatchEmbed = {
  id: 'postBatchEmbed',
  summary: `Up to ${maxTexts} texts as vectors`,
  tag,
  access: 'key',
  body: jsonBody(
    z.strictObject({ texts: z.array(textField).min(1).max(maxTexts) }),
    { texts: ['Blue mug', '파란 머그컵'] },
    maxSizeBytes,
  ),
  success: {
    status: 200,
    description: 'In the order of the texts',
    schema: z.object({
      embeddings: z.array(vectorSchema),
      ...common,
      cache_hits: z.int().meta({ description: 'How many of the texts were remembered' }),
      truncated: z.array(z.boolean()).meta(truncatedMeta),
    }),
  },
  problems: ['overloaded'],
} as const satisfies OperationSpec;

const comparableField = z.union(
  [textField, z.array(z.number().min(-1e12).max(1e12)).min(1).max(maxNumbers)],
  `expected text that is not blank, or a list of 1 to ${maxNumbers} numbers`,
);

export const postSimilarity = {
  id: 'postSimilarity',
  summary: 'How alike two texts or vectors are',
  description: 'A text may be compared with a vector of its encoder, that is one of its length.',
  tag,
  access: 'key',
  body: jsonBody(
    z.strictObject({ a: comparableField, b: comparableField }),
    { a: 'Blue mug', b: 'Mug, navy blue' },
    maxSizeBytes,
  ),
  success: {
    status: 200,
    description: 'The cosine of the angle between them',
    schema: z.object({ similarity: z.number().min(-1).max(1) }),
  },
  problems: ['overloaded'],
} as const satisfies OperationSpec;

const inputField = z.union(
  [textField, z.array(textField).min(1).max(maxInputs)],
  `expected text that is not blank, or a list of 1 to ${maxInputs} texts`,
);

export const postOpenAiEmbeddings = {
  id: 'postOpenAiEmbeddings',
  summary: "Texts as vectors, in OpenAI's shape",
  description:
    "For clients made for OpenAI's embeddings. `model` may say anything: the encoder of this shop answers, and the answer names it. Tokens are estimated, a token for each four bytes. The header `x-truncated-inputs` lists the texts of which the end was left out, by their place.",
  tag,
  access: 'key',
  body: jsonBody(
    z.strictObject({
      input: inputField,
      model: line(200).optional(),
      encoding_format: z.enum(['float', 'base64']).default('float').meta({
        description: '`base64` of 32-bit floats, little-endian',
      }),
      dimensions: z.int().min(1).max(maxNumbers).optional().meta({
        description: 'Keeps the first so many numbers, scaled to unit length again',
      }),
      user: line(512).optional().meta({ description: 'Let be' }),
    }),
    { input: ['Blue mug'], model: 'text-embedding-3-small' },
    maxSizeBytes,
  ),
  success: {
    status: 200,
    description: 'In the order of the texts',
    schema: z.object({
      object: z.literal('list'),
      data: z.array(
        z.object({
          object: z.literal('embedding'),
          index: z.int(),
          embedding: z.union([z.array(z.number()), z.string()]),
        }),
      ),
      model: z.string(),
      usage: z.object({ prompt_tokens: z.int(), total_tokens: z.int() }),
    }),
  },
  problems: ['overloaded'],
} as const satisfies OperationSpec;
