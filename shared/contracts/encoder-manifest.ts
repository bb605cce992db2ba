import { z } from 'zod';
import type { EncoderModel } from '../domain/encoder-model.js';
import { check, refuse } from './complaints.js';
import { parseJson } from './parse-json.js';

const part = '[0-9A-Za-z_-][0-9A-Za-z._-]*';
const name = z
  .string()
  .max(128)
  .regex(new RegExp(`^${part}$`));
const hex = (length: number) => z.string().regex(new RegExp(`^[0-9a-f]{${length}}$`));

const file = z.strictObject({
  path: z
    .string()
    .max(256)
    .regex(new RegExp(`^${part}(/${part})*$`)),
  sizeBytes: z
    .int()
    .min(1)
    .max(16 * 2 ** 30),
  sha256: hex(64),
});

const model: z.ZodType<EncoderModel> = z.strictObject({
  name: name.refine((given) => given !== 'built-in', { error: 'built-in is taken' }),
  kind: z.enum(['sentence', 'clip']),
  version: name,
  dimensions: z.int().min(1).max(4_096),
  maxTokens: z.int().min(3).max(8_192),
  repository: z
    .string()
    .max(256)
    .regex(new RegExp(`^${part}/${part}$`)),
  revision: hex(40),
  licence: z.string().min(1).max(128),
  source: z.url().max(1_024),
  files: z.array(file).min(1).max(64),
});

const manifest = z.strictObject({ models: z.array(model).max(256) });

/** The models that a manifest lists. Throws `invalid`, saying what was expected where. */
export function decodeEncoderManifest(content: Uint8Array): readonly EncoderModel[] {
  const checked = check(manifest, parseJson(new TextDecoder().decode(content)));
  return checked.ok ? checked.value.models : refuse(checked.complaints);
}
