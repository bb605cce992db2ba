import { isObject, type JsonObject } from '../wire/json.js';
import { badRequest } from '../wire/service-error.js';

/** Undefined: the document has no value there, `{}` on the wire. */
export type KeyPart = string | number | boolean | null | undefined;
/** Its values in the order of the definition's paths; a prefix of them selects many logical partitions. */
export type PartitionKey = readonly KeyPart[];

export interface PartitionKeyDefinition {
  readonly paths: readonly string[];
  readonly kind: 'Hash' | 'MultiHash';
  readonly version: 2;
}

const maxKeyBytes = 2_048;

/** Reads `x-ms-documentdb-partitionkey`, and `partitionKey` of an operation in bulk. Throws 400. */
export function parsePartitionKey(text: string, definition: PartitionKeyDefinition): PartitionKey {
  const value = parsed(text);
  if (!Array.isArray(value)) throw badRequest(`Partition key ${text} is invalid.`);
  if (value.length > definition.paths.length) {
    throw badRequest(
      'The partition key supplied in x-ms-partitionkey header has more components than defined in the the collection.',
      { subStatus: 1001 },
    );
  }
  return limited(value.map(keyPart));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw badRequest(`Partition key ${text} is invalid.`, { cause });
  }
}

function keyPart(value: unknown): KeyPart {
  if (isObject(value) && Object.keys(value).length === 0) return undefined;
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) {
    return value as KeyPart;
  }
  throw badRequest(`Partition key value ${JSON.stringify(value)} is of no supported type.`);
}

function limited(key: PartitionKey): PartitionKey {
  const sizeBytes = Buffer.byteLength(key.map((part) => String(part ?? '')).join(''));
  if (sizeBytes <= maxKeyBytes) return key;
  throw badRequest(
    `Partition key of ${sizeBytes} bytes is too long: at most ${maxKeyBytes} bytes are allowed.`,
  );
}

/** What a document's own properties say. Throws 400 where one of them is an object or an array. */
export function keyOfDocument(
  document: JsonObject,
  definition: PartitionKeyDefinition,
): PartitionKey {
  return limited(definition.paths.map((path) => keyPartAt(document, path)));
}

function keyPartAt(document: JsonObject, path: string): KeyPart {
  let value: unknown = document;
  for (const name of pathNames(path)) value = isObject(value) ? value[name] : undefined;
  return value === undefined ? undefined : keyPart(value);
}

/** The names along `/a/"b c"`. */
export const pathNames = (path: string): readonly string[] =>
  path
    .split('/')
    .slice(1)
    .map((name) => name.replace(/^"(.*)"$/, '$1'));

export const sameKey = (left: PartitionKey, right: PartitionKey): boolean =>
  left.length === right.length && left.every((part, index) => part === right[index]);
