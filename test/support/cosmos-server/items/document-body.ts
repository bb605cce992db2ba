import {
  keyOfDocument,
  type PartitionKey,
  type PartitionKeyDefinition,
  sameKey,
} from '../partitions/partition-key.js';
import { isObject, type JsonObject, sizeBytesOf } from '../wire/json.js';
import { badRequest, ServiceError } from '../wire/service-error.js';

const maxBytes = 2 * 1_024 * 1_024;
// Characters of paths, and what is no text in UTF-8 (the zero character: kept out by this server's database alone).
const illegal = /[/\\?#\0]|\p{Cs}/u;
const maxIdBytes = 1_023;
const maxTtlSeconds = 2_147_483_647;
const systemNames = new Set(['_rid', '_self', '_etag', '_attachments', '_ts', '_lsn']);

export interface OwnDocument {
  readonly id: string;
  /** Without system properties, which are the service's alone. */
  readonly body: JsonObject;
}

/** What a client wants stored, checked against the limits ("Azure Cosmos DB service quotas"). Throws 400 and 413. */
export function ownDocument(
  value: unknown,
  key: PartitionKey,
  definition: PartitionKeyDefinition,
): OwnDocument {
  if (!isObject(value)) throw badRequest('The document must be a JSON object.');
  const body = Object.fromEntries(Object.entries(value).filter(([name]) => !systemNames.has(name)));
  const id = checkedId(body['id']);
  checkTtl(body['ttl']);
  checkKey(body, key, definition);
  if (sizeBytesOf(body) > maxBytes) throw new ServiceError(413, 'Request size is too large');
  return { id, body };
}

function checkedId(id: unknown): string {
  if (typeof id !== 'string' || id === '') {
    throw badRequest(
      "The input content is invalid because the required properties - 'id; ' - are missing",
    );
  }
  if (illegal.test(id)) throw badRequest(`Id contains illegal chars: ${id}`);
  if (Buffer.byteLength(id) > maxIdBytes) {
    throw badRequest(`The id is longer than ${maxIdBytes} bytes.`);
  }
  return id;
}

function checkTtl(ttl: unknown): void {
  if (ttl === undefined || ttl === -1) return;
  if (typeof ttl === 'number' && Number.isInteger(ttl) && ttl > 0 && ttl <= maxTtlSeconds) return;
  throw badRequest(
    `The input ttl '${JSON.stringify(ttl)}' is invalid. Ensure to provide a nonzero positive integer less than or equal to '${maxTtlSeconds}' or '-1' to never expire.`,
  );
}

function checkKey(body: JsonObject, key: PartitionKey, definition: PartitionKeyDefinition): void {
  if (sameKey(keyOfDocument(body, definition), key)) return;
  throw badRequest(
    "PartitionKey extracted from document doesn't match the one specified in the header",
    { subStatus: 1001 },
  );
}
