import { z } from 'zod';
import { AppError } from '../domain/errors.js';
import type { Manifest } from '../domain/model-version.js';
import { modelNames } from '../domain/ranking.js';
import { check, refuse } from './complaints.js';
import { parseJson } from './parse-json.js';

const formatVersion = 1;

const name = z.string().regex(/^[0-9A-Za-z_-][0-9A-Za-z._-]{0,127}$/);
const count = z.int().min(0);
const time = z.number();
const figures = z.record(z.string(), z.number());
const parameters = z.record(z.string(), z.union([z.number(), z.string(), z.boolean()]));

const estimate = z.object({ mean: z.number(), low: z.number(), high: z.number() });

const file = z.object({ name, sizeBytes: count, sha256: z.string().regex(/^[0-9a-f]{64}$/) });

const model = z.object({
  name: z.enum(modelNames),
  parameters,
  figures,
  metrics: z.record(z.string(), estimate),
  files: z.array(file),
  keptFrom: name.exactOptional(),
});

const manifestSchema: z.ZodType<Manifest> = z.object({
  formatVersion: z.literal(formatVersion),
  version: name,
  createdAt: time,
  seed: z.number(),
  parent: name.exactOptional(),
  data: z.object({
    ...{ from: time, to: time, events: count, shoppers: count, items: count },
    cursor: z.string(),
  }),
  models: z.array(model),
  verdict: z.object({
    isPublished: z.boolean(),
    reason: z.string(),
    difference: estimate.exactOptional(),
  }),
});

/** Throws `invalid` for what could not be read again, such as figures that are not finite. */
export function encodeManifest(manifest: Manifest): Uint8Array {
  const checked = check(manifestSchema, manifest);
  if (!checked.ok) refuse(checked.complaints);
  return new TextEncoder().encode(`${JSON.stringify(manifest, undefined, 2)}\n`);
}

/** Throws `invalid` for anything but a manifest of this format, saying what was expected. */
export function decodeManifest(content: Uint8Array): Manifest {
  const input = parseJson(new TextDecoder().decode(content));
  const format = z.object({ formatVersion: z.number() }).safeParse(input).data?.formatVersion;
  if (format !== undefined && format !== formatVersion) {
    throw new AppError(
      'invalid',
      `expected a manifest of format version ${formatVersion}, got ${format}: it was written by another version of this product`,
    );
  }
  const checked = check(manifestSchema, input);
  return checked.ok ? checked.value : refuse(checked.complaints);
}
