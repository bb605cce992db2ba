import {
  type ContainerDefinition,
  parseContainerDefinition,
} from '../definitions/container-definition.js';
import { type Account, containerOf } from '../operation/account.js';
import { metadataUnits } from '../operation/request-units.js';
import type { ContainerRow } from '../store/containers.js';
import { databaseRid } from '../store/resource-ids.js';
import { type Call, jsonBody, type Reply } from '../wire/call.js';
import { sameJson } from '../wire/json.js';
import { badRequest, ServiceError } from '../wire/service-error.js';

export function createContainer(call: Call, { store, physicalPartitions }: Account): Reply {
  const definition = parseContainerDefinition(jsonBody(call));
  const row = store.transaction(() => {
    const database = store.databases.get(call.path.ids[0] ?? '');
    return store.containers.create(database, definition, physicalPartitions);
  });
  return replyOf(201, row);
}

export const readContainer = (call: Call, account: Account): Reply =>
  replyOf(200, containerOf(call, account));

/** Throws 400 where it would change what cannot change: the id, the partition key, the vectors. */
export function replaceContainer(call: Call, account: Account): Reply {
  const row = account.store.transaction(() => {
    const known = containerOf(call, account);
    const definition = parseContainerDefinition(jsonBody(call));
    checkUnchanged(known.definition, definition);
    const ifMatch = call.headers['if-match'];
    if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== known.etag) {
      throw new ServiceError(412, 'One of the specified pre-condition is not met.');
    }
    return account.store.containers.replace(known, definition);
  });
  return replyOf(200, row);
}

const fixed = ['id', 'partitionKey', 'vectorEmbeddingPolicy'] as const;

function checkUnchanged(known: ContainerDefinition, asked: ContainerDefinition): void {
  for (const name of fixed) {
    if (sameJson(known[name], asked[name])) continue;
    throw badRequest(`The container's ${name} cannot be changed.`);
  }
}

export function deleteContainer(call: Call, account: Account): Reply {
  const { store } = account;
  store.transaction(() => store.containers.remove(containerOf(call, account)));
  return { status: 204, requestUnits: metadataUnits };
}

export function listContainers({ path }: Call, { store }: Account): Reply {
  const database = store.databases.get(path.ids[0] ?? '');
  const all = store.containers.all(database).map(resource);
  const rid = databaseRid(database.number);
  const body = { _rid: rid, DocumentCollections: all, _count: all.length };
  return { status: 200, body, requestUnits: metadataUnits };
}

function resource({ definition, rid, self, etag, timeSeconds }: ContainerRow) {
  return {
    ...definition,
    conflictResolutionPolicy: {
      mode: 'LastWriterWins',
      conflictResolutionPath: '/_ts',
      conflictResolutionProcedure: '',
    },
    geospatialConfig: { type: 'Geography' },
    _rid: rid,
    _ts: timeSeconds,
    _self: self,
    _etag: etag,
    _docs: 'docs/',
    _sprocs: 'sprocs/',
    _triggers: 'triggers/',
    _udfs: 'udfs/',
    _conflicts: 'conflicts/',
  };
}

const replyOf = (status: number, row: ContainerRow): Reply => ({
  status,
  headers: {
    etag: row.etag,
    'x-ms-alt-content-path': `dbs/${row.database.id}`,
    'x-ms-content-path': databaseRid(row.database.number),
  },
  body: resource(row),
  requestUnits: metadataUnits,
});
