import type { Account } from '../operation/account.js';
import { containerOf } from '../operation/account.js';
import { checkSession, sessionHeaders } from '../operation/session.js';
import type { PartitionKey } from '../partitions/partition-key.js';
import type { ContainerRow } from '../store/containers.js';
import { type Call, hasFlag, jsonBody, type Reply } from '../wire/call.js';
import { badRequest, ServiceError } from '../wire/service-error.js';
import type { ItemOperation, ItemOperationKind, ItemResult } from './item-operation.js';
import { perform } from './perform.js';
import { type Located, locate } from './place.js';
import { wholeKey } from './whole-key.js';

const kinds: Readonly<Record<string, ItemOperationKind>> = {
  GET: 'Read',
  PUT: 'Replace',
  PATCH: 'Patch',
  DELETE: 'Delete',
};

/** One document by its address. */
export function item(call: Call, account: Account): Reply {
  const kind = kinds[call.method];
  if (kind === undefined) throw new ServiceError(405, `${call.method} is not allowed here.`);
  const hasBody = kind === 'Replace' || kind === 'Patch';
  return single(call, account, { kind, body: hasBody ? jsonBody(call) : undefined });
}

/** `POST` to the documents of a container. */
export function create(call: Call, account: Account): Reply {
  const kind = hasFlag(call, 'x-ms-documentdb-is-upsert') ? 'Upsert' : 'Create';
  return single(call, account, { kind, body: jsonBody(call) });
}

type Asked = Pick<ItemOperation, 'kind' | 'body'>;

function single(call: Call, account: Account, asked: Asked): Reply {
  const container = containerOf(call, account);
  const operation = { ...asked, ...conditions(call), key: keyOf(call, container) };
  const result = account.store.transaction(() => {
    const located = locate(account, container, operation.key);
    if (operation.kind === 'Read') checkSeen(call, container, { located, account });
    return { ...perform(operation, located.place), located };
  });
  return replyOf(result, container, account);
}

function conditions({ path, headers }: Call) {
  const [, , id] = path.ids;
  return { id, ifMatch: headers['if-match'], ifNoneMatch: headers['if-none-match'] };
}

function keyOf({ headers }: Call, { definition }: ContainerRow): PartitionKey {
  const text = headers['x-ms-documentdb-partitionkey'];
  if (text !== undefined) return wholeKey(text, definition.partitionKey);
  throw badRequest('PartitionKey value must be supplied for this operation.');
}

interface Seen {
  readonly located: Located;
  readonly account: Account;
}

function checkSeen(call: Call, container: ContainerRow, { located, account }: Seen): void {
  const table = account.store.containers.partitions;
  checkSession(call, container, { partitions: [located.partition], table });
}

function replyOf(
  result: ItemResult & { readonly located: Located },
  container: ContainerRow,
  { store }: Account,
): Reply {
  const { status, document, etag, requestUnits, located } = result;
  const session = sessionHeaders(container, [located.partition], store.containers.partitions);
  return {
    status,
    headers: { ...session, ...(etag === undefined ? {} : { etag }) },
    ...(document === undefined ? {} : { body: document.body }),
    requestUnits,
  };
}
