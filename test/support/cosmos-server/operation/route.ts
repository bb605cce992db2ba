import { changeFeed } from '../feed/change-feed.js';
import { batch } from '../items/batch/batch.js';
import { bulk } from '../items/batch/bulk.js';
import { create, item } from '../items/item-requests.js';
import { query, queryPlan } from '../query/query.js';
import { accountResource } from '../resources/account-resource.js';
import {
  createContainer,
  deleteContainer,
  listContainers,
  readContainer,
  replaceContainer,
} from '../resources/containers.js';
import {
  createDatabase,
  deleteDatabase,
  listDatabases,
  readDatabase,
} from '../resources/databases.js';
import { queryOffers } from '../resources/offers.js';
import { partitionKeyRanges } from '../resources/partition-key-ranges.js';
import { createStoredProcedure } from '../resources/stored-procedures.js';
import { type Call, hasFlag, type Reply } from '../wire/call.js';
import { notImplemented } from '../wire/service-error.js';
import type { Account } from './account.js';

type Handler = (call: Call, account: Account) => Reply;

/** What a request asks for, in the words of the charges: `Create`, `Query`, `Batch` … */
export interface Route {
  readonly operation: string;
  readonly handle: Handler;
}

const named = (operation: string, handle: Handler): Route => ({ operation, handle });

const routes: Readonly<Record<string, (call: Call) => Route>> = {
  'GET  0': () => named('ReadAccount', accountResource),
  'GET dbs 0': () => named('ListDatabases', listDatabases),
  'POST dbs 0': (call) => plain(call, named('CreateDatabase', createDatabase)),
  'GET dbs 1': () => named('ReadDatabase', readDatabase),
  'DELETE dbs 1': () => named('DeleteDatabase', deleteDatabase),
  'GET colls 1': () => named('ListContainers', listContainers),
  'POST colls 1': (call) => plain(call, named('CreateContainer', createContainer)),
  'GET colls 2': () => named('ReadContainer', readContainer),
  'PUT colls 2': () => named('ReplaceContainer', replaceContainer),
  'DELETE colls 2': () => named('DeleteContainer', deleteContainer),
  'GET pkranges 2': () => named('ReadPartitionKeyRanges', partitionKeyRanges),
  'POST sprocs 2': () => named('CreateStoredProcedure', createStoredProcedure),
  'POST offers 0': () => named('QueryOffers', queryOffers),
  'POST docs 2': posted,
  'GET docs 2': () => named('ChangeFeed', changeFeed),
  'GET docs 3': () => named('Read', item),
  'PUT docs 3': () => named('Replace', item),
  'PATCH docs 3': () => named('Patch', item),
  'DELETE docs 3': () => named('Delete', item),
};

/** By method, type of resource and how many ids its address has. Throws 501 where this server does nothing of the kind. */
export function routeOf(call: Call): Route {
  const { method, path } = call;
  const found = routes[`${method} ${path.type} ${path.ids.length}`];
  if (found === undefined) throw notImplemented(`${method} of ${path.type || 'the account'}`);
  return found(call);
}

function posted(call: Call): Route {
  if (hasFlag(call, 'x-ms-cosmos-is-batch-request')) {
    if (hasFlag(call, 'x-ms-cosmos-batch-atomic')) return named('Batch', batch);
    return named('Bulk', bulk);
  }
  if (hasFlag(call, 'x-ms-cosmos-is-query-plan-request')) return named('QueryPlan', queryPlan);
  if (isQuery(call)) return named('Query', query);
  return named(hasFlag(call, 'x-ms-documentdb-is-upsert') ? 'Upsert' : 'Create', create);
}

/** What is posted to a feed is a new resource unless it says that it is a query. */
function plain(call: Call, route: Route): Route {
  if (isQuery(call)) throw notImplemented(`queries of ${call.path.type}`);
  return route;
}

const isQuery = (call: Call): boolean =>
  hasFlag(call, 'x-ms-documentdb-isquery') ||
  (call.headers['content-type'] ?? '').startsWith('application/query+json');
