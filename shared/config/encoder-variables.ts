import { join } from 'node:path';
import { z } from 'zod';

/** What turns texts and pictures into vectors. */
export interface EncoderConfig {
  /** `built-in`, or the name of a model of the manifest. */
  readonly textModel: string;
  readonly imageModel: string;
  /** Where the files of models lie. */
  readonly modelsDir: string;
  /** Where `npm run models:fetch` has them from; no request ever goes there. */
  readonly hub: string;
  /** Of each encoder, at most; all processors but one where undefined. */
  readonly threads: number | undefined;
}

const modelName = z
  .string()
  .regex(/^[0-9A-Za-z_-][0-9A-Za-z._-]{0,127}$/, 'expected built-in or the name of a model')
  .default('built-in');

export const encoderVariables = {
  TEXT_MODEL: modelName,
  IMAGE_MODEL: modelName,
  ENABLE_CLIP: z.enum(['0', '1']).default('0'),
  MODELS_DIR: z.string().min(1).max(4_096).optional(),
  MODELS_HUB: z
    .url({ protocol: /^https?$/ })
    .max(2_048)
    .default('https://huggingface.co'),
  ENCODER_THREADS: z.coerce.number().int().min(1).max(64).optional(),
};

const schema = z.object(encoderVariables);

export function readEncoderConfig(values: z.output<typeof schema>, dataDir: string): EncoderConfig {
  const isClip = values.ENABLE_CLIP === '1' && values.IMAGE_MODEL === 'built-in';
  return {
    textModel: values.TEXT_MODEL,
    imageModel: isClip ? 'clip-vit-base-patch32' : values.IMAGE_MODEL,
    modelsDir: values.MODELS_DIR ?? join(dataDir, 'models-cache'),
    hub: values.MODELS_HUB.replace(/\/+$/, ''),
    threads: values.ENCODER_THREADS,
  };
}
