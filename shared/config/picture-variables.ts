import { z } from 'zod';

/** Where pictures may be fetched from. */
export interface PictureConfig {
  /** Hosts with pictures that may be asked though they are not public, as `URL` writes them: `images.internal:9000`. */
  readonly allowedHosts: readonly string[];
}

const hosts = z
  .string()
  .max(16_384)
  .default('')
  .transform((text) => text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()])))
  .refine((found) => found.every(isHost), {
    error: 'expected hosts such as images.internal:9000, separated by commas',
  });

function isHost(text: string): boolean {
  const url = `http://${text}`;
  return URL.canParse(url) && new URL(url).host === text;
}

export const pictureVariables = { IMAGE_HOSTS_ALLOWED: hosts };

const schema = z.object(pictureVariables);

export function readPictureConfig(values: z.output<typeof schema>): PictureConfig {
  return { allowedHosts: values.IMAGE_HOSTS_ALLOWED };
}
