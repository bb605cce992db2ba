import { z } from 'zod';
import { badRequest, notImplemented } from '../wire/service-error.js';
import { fullTextPolicy } from './full-text-policy.js';
import { checkIndexing, defaultIndexing, indexingPolicy } from './indexing-policy.js';
import { partitionKey } from './partition-key-definition.js';
import { resourceId } from './resource-id.js';
import { vectorEmbeddingPolicy } from './vector-policy.js';

const ttl = z.literal(-1).or(z.int().min(1).max(2_147_483_647));

const definition = z.strictObject({
  id: resourceId,
  partitionKey,
  indexingPolicy: indexingPolicy.default(defaultIndexing),
  defaultTtl: ttl.optional(),
  vectorEmbeddingPolicy: vectorEmbeddingPolicy.optional(),
  fullTextPolicy: fullTextPolicy.optional(),
});

/** What a container is created with ("Create a collection" in the REST reference). */
export type ContainerDefinition = z.infer<typeof definition>;

/** Of no meaning in a request: a definition that was read is sent back with them. */
const systemNames = new Set(
  ['_rid', '_ts', '_self', '_etag', '_docs', '_sprocs', '_triggers', '_udfs', '_conflicts'].concat([
    'conflictResolutionPolicy',
    'geospatialConfig',
  ]),
);
const unknownHere = [
  'uniqueKeyPolicy',
  'computedProperties',
  'clientEncryptionPolicy',
  'changeFeedPolicy',
  'analyticalStorageTtl',
];

/** Throws 400 where it is none that the service accepts, 501 where only this server does not. */
export function parseContainerDefinition(body: unknown): ContainerDefinition {
  const asked = withoutSystemNames(body);
  for (const name of unknownHere) if (name in asked) throw notImplemented(name);
  const { success, data, error } = definition.safeParse(asked);
  if (!success) throw badRequest(`The container is not valid: ${z.prettifyError(error)}`);
  checkIndexing(data);
  return data;
}

function withoutSystemNames(body: unknown): Readonly<Record<string, unknown>> {
  const entries = Object.entries(typeof body === 'object' && body !== null ? body : {});
  return Object.fromEntries(entries.filter(([name]) => !systemNames.has(name)));
}
