import { z } from 'zod';
import { prose } from './fields.js';

/**
 * What the app and the inference server say to each other. Texts go as JSON and pictures as pixels (`picture-frames.ts`);
 * vectors come back in an `EncodedAnswer`.
 */
export const inferencePaths = {
  texts: '/v1/embed-text',
  pictures: '/v1/embed-image',
} as const;

/** Of one request; who has more to encode sends several. */
export const inferenceLimits = {
  maxTexts: 256,
  /** In UTF-16 units; no encoder reads so far. */
  maxTextLength: 65_536,
  maxTextsBytes: 4 * 1_048_576,
  maxPictures: 64,
  /** In pixels. */
  maxPictureSide: 1_024,
  maxPicturesBytes: 32 * 1_048_576,
} as const;

export const picturesMediaType = 'application/vnd.tastemaker.pictures';

/** `with`: the text encoder, or the text side of the image encoder, for models that know both. */
export const embedTextsSchema = z.strictObject({
  texts: z
    .array(z.string().max(inferenceLimits.maxTextLength))
    .min(1)
    .max(inferenceLimits.maxTexts),
  with: z.enum(['text', 'image']).default('text'),
});
export type EmbedTexts = z.input<typeof embedTextsSchema>;

const name = prose(256).min(1);

/** `vectors`: rows × dimensions as in `floatsToText`; `truncated`, for texts alone, has an entry for each row. */
export const encodedAnswerSchema = z.object({
  space: z.object({ model: name, version: name, dimensions: z.int().min(1).max(65_536) }),
  vectors: z.string(),
  truncated: z.array(z.boolean()).optional(),
});
export type EncodedAnswer = z.infer<typeof encodedAnswerSchema>;
