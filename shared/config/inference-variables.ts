import { z } from 'zod';

/** The inference server that encodes for the app; without `url` it encodes in its own process. */
export interface InferenceConfig {
  readonly url: string | undefined;
  /** A secret: never to be shown. */
  readonly key: string | undefined;
  /** Of one request, retries apart. */
  readonly timeoutMs: number;
}

export const inferenceVariables = {
  INFERENCE_URL: z
    .url({ protocol: /^https?$/ })
    .max(2_048)
    .optional(),
  INFERENCE_KEY: z.string().min(16).max(512).optional(),
  INFERENCE_TIMEOUT_SECONDS: z.coerce.number().min(0.05).max(600).default(10),
};

const schema = z.object(inferenceVariables);

export function readInferenceConfig(values: z.output<typeof schema>): InferenceConfig {
  return {
    url: values.INFERENCE_URL,
    key: values.INFERENCE_KEY,
    timeoutMs: values.INFERENCE_TIMEOUT_SECONDS * 1000,
  };
}
