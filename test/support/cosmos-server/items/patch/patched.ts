import { z } from 'zod';
import type { ContainerDefinition } from '../../definitions/container-definition.js';
import { pathNames } from '../../partitions/partition-key.js';
import type { Facts } from '../../query/engine.js';
import { matches } from '../../query/matches.js';
import type { DocumentRow } from '../../store/document-row.js';
import type { JsonObject } from '../../wire/json.js';
import { badRequest, ServiceError } from '../../wire/service-error.js';
import { applyPatch } from './apply-patch.js';
import { type PatchOperation, patchBody } from './patch-operation.js';

const systemPaths = ['/id', '/_rid', '/_self', '/_etag', '/_ts', '/_attachments'];

/** The document after a patch ("Partial document update in Azure Cosmos DB"). Throws 400, and 412 of its condition. */
export function patched(body: unknown, { body: document }: DocumentRow, facts: Facts): JsonObject {
  const { success, data, error } = patchBody.safeParse(body);
  if (!success) throw badRequest(`The patch is not valid: ${z.prettifyError(error)}`);
  for (const operation of data.operations) checkPaths(operation, facts);
  if (data.condition !== undefined && !matches(data.condition, document, facts)) {
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
