import { z } from 'zod';
import { resourceId } from '../definitions/resource-id.js';
import type { Account } from '../operation/account.js';
import { metadataUnits } from '../operation/request-units.js';
import type { DatabaseRow } from '../store/databases.js';
import { databaseRid } from '../store/resource-ids.js';
import { type Call, jsonBody, type Reply } from '../wire/call.js';
import { badRequest } from '../wire/service-error.js';

const database = z.strictObject({ id: resourceId });

export function createDatabase(call: Call, { store }: Account): Reply {
  const { success, data, error } = database.safeParse(jsonBody(call));
  if (!success) throw badRequest(`The database is not valid: ${z.prettifyError(error)}`);
  return replyOf(
    201,
    store.transaction(() => store.databases.create(data.id)),
  );
}

export function readDatabase({ path }: Call, { store }: Account): Reply {
  return replyOf(200, store.databases.get(path.ids[0] ?? ''));
}

export function deleteDatabase({ path }: Call, { store }: Account): Reply {
  store.transaction(() => store.databases.remove(store.databases.get(path.ids[0] ?? '')));
  return { status: 204, requestUnits: metadataUnits };
}

export function listDatabases(_call: Call, { store }: Account): Reply {
  const all = store.databases.all().map(resource);
  const body = { _rid: '', Databases: all, _count: all.length };
  return { status: 200, body, requestUnits: metadataUnits };
}

function resource({ number, id, etag, timeSeconds }: DatabaseRow) {
  const rid = databaseRid(number);
  const self = `dbs/${rid}/`;
  const feeds = { _colls: 'colls/', _users: 'users/' };
  return { id, _rid: rid, _self: self, _etag: etag, ...feeds, _ts: timeSeconds };
}

const replyOf = (status: number, row: DatabaseRow): Reply => ({
  status,
  headers: { etag: row.etag },
  body: resource(row),
  requestUnits: metadataUnits,
});
