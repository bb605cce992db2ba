import { z } from 'zod';
import type { ContainerDefinition } from '../../definitions/container-definition.js';
import { pathNames } from '../../partitions/partition-key.js';
import { matches } from '../../query/matches.js';
import type { DocumentRow } from '../../store/documents.js';
import type { JsonObject } from '../../wire/json.js';
import { badRequest, ServiceError } from '../../wire/service-error.js';
import { applyPatch } from './apply-patch.js';

const maxOperations = 10;
const path = z.string().startsWith('/').min(2);
const value = z.unknown().refine((given) => given !== undefined, 'value is missing');

const patchOperation = z.discriminatedUnion('op', [
  z.strictObject({ op: z.enum(['add', 'set', 'replace']), path, value }),
  z.strictObject({ op: z.literal('incr'), path, value: z.number() }),
  z.strictObject({ op: z.literal('remove'), path }),
  z.strictObject({ op: z.literal('move'), path, from: path }),
]);
const operations = z.array(patchOperation).min(1).max(maxOperations);

const patchBody = z.union([
  operations.transform((list) => ({ operations: list, condition: undefined })),
  z.strictObject({ operations, condition: z.string().optional() }),
]);

export type PatchOperation = z.infer<typeof patchOperation>;

const systemPaths = ['/id', '/_rid', '/_self', '/_etag', '/_ts', '/_attachments'];

/** The document after a patch ("Partial document update in Azure Cosmos DB"). Throws 400, and 412 of its condition. */
export function patched(
  body: unknown,
  { body: document }: DocumentRow,
  definition: ContainerDefinition,
): JsonObject {
  const { success, data, error } = patchBody.safeParse(body);
  if (!success) throw badRequest(`The patch is not valid: ${z.prettifyError(error)}`);
  for (const operation of data.operations) checkPaths(operation, definition);
  if (data.condition !== undefined && !matches(data.condition, document, definition)) {
    throw new ServiceError(412, 'One of the specified pre-condition is not met.');
  }
  return data.operations.reduce<JsonObject>(applyPatch, document);
}

function checkPaths(operation: PatchOperation, { partitionKey }: ContainerDefinition): void {
  const fixed = [...systemPaths, ...partitionKey.paths].map(normal);
  const touched = 'from' in operation ? [operation.path, operation.from] : [operation.path];
  for (const each of touched.map(normal)) {
    // What holds a fixed path may not be changed as a whole either.
    if (fixed.some((path) => path === each || path.startsWith(`${each}/`))) {
      throw badRequest(
        `Cannot patch the path ${each}: it is the system's or of the partition key.`,
      );
    }
  }
}

const normal = (text: string) => `/${pathNames(text).join('/')}`;
