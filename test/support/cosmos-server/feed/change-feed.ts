import { type Account, containerOf } from '../operation/account.js';
import { queryUnits } from '../operation/request-units.js';
import { checkSession, sessionHeaders } from '../operation/session.js';
import { type Scope, scopeOf } from '../query/scope.js';
import type { ContainerRow } from '../store/containers.js';
import type { DocumentRow } from '../store/document-row.js';
import { type Call, maxItemCount, type Reply } from '../wire/call.js';
import { badRequest, notImplemented } from '../wire/service-error.js';

const usualPageItems = 100;
const largestTransaction = 100;

/**
 * The latest version of what was written since a place in the log of one physical partition ("Change feed in Azure Cosmos
 * DB", latest version mode; "List documents" in the REST reference). Deletes and what has expired are not told of.
 */
export function changeFeed(call: Call, account: Account): Reply {
  if (call.headers['a-im']?.toLowerCase() !== 'incremental feed') {
    throw notImplemented(`the change feed in the mode ${call.headers['a-im']}`);
  }
  const container = containerOf(call, account);
  const scope = scopeOf(call, container, account);
  const table = account.store.containers.partitions;
  const [partition] = scope.partitions;
  const isOfOne = scope.partitions.length === 1 && scope.kind !== 'prefix';
  if (partition === undefined || !isOfOne) {
    throw badRequest('The change feed is of one partition key range, or of one partition key.');
  }
  checkSession(call, container, { partitions: scope.partitions, table });
  const current = table.lsn(container.number, partition.id);
  const { page, last } = read(call, { container, scope, current }, account);
  const headers = {
    ...sessionHeaders(container, scope.partitions, table),
    etag: `"${last}"`,
    'x-ms-item-count': String(page.length),
  };
  const requestUnits = queryUnits(workOf(page));
  if (page.length === 0) return { status: 304, headers, requestUnits };
  const documents = page.map(({ body, lsn }) => ({ ...body, _lsn: lsn }));
  const body = { _rid: container.rid, Documents: documents, _count: page.length };
  return { status: 200, headers, body, requestUnits };
}

interface Asked {
  readonly container: ContainerRow;
  readonly scope: Scope;
  /** The last write of the partition. */
  readonly current: number;
}

function read(call: Call, { container, scope, current }: Asked, { store }: Account) {
  const start = startOf(call, current);
  const maxItems = maxItemCount(call) ?? usualPageItems;
  const most = maxItems + largestTransaction + 1;
  const changed = store.documents.changed(container, scope.range, { ...start, most });
  const page = wholeTransactions(changed, maxItems);
  const last = page.length < changed.length ? page.at(-1)?.lsn : current;
  return { page, last: last ?? current };
}

/** What one transaction wrote is never torn apart, though the page grow beyond what was asked. */
function wholeTransactions(changed: readonly DocumentRow[], maxItems: number) {
  const last = changed[maxItems - 1];
  return last === undefined ? changed : changed.filter(({ lsn }) => lsn <= last.lsn);
}

/** `If-None-Match`: a place, or `*` for now; without it `If-Modified-Since`, or everything. */
function startOf({ headers }: Call, current: number) {
  const place = headers['if-none-match'];
  if (place === '*') return { lsn: current, sinceSeconds: 0 };
  if (place !== undefined) return { lsn: placeOf(place, current), sinceSeconds: 0 };
  const since = headers['if-modified-since'];
  if (since === undefined) return { lsn: 0, sinceSeconds: 0 };
  const sinceMs = Date.parse(since);
  if (Number.isNaN(sinceMs)) throw badRequest(`If-Modified-Since is no date: ${since}`);
  return { lsn: 0, sinceSeconds: Math.floor(sinceMs / 1_000) };
}

function placeOf(text: string, current: number): number {
  const found = /^"?(\d+)"?$/.exec(text);
  const lsn = Number(found?.[1]);
  if (found !== null && lsn <= current) return lsn;
  throw badRequest(`If-None-Match is no place in this change feed: ${text}`);
}

function workOf(page: readonly DocumentRow[]) {
  const sizeBytes = page.reduce((sum, each) => sum + each.sizeBytes, 0);
  return { matched: page.length, matchedBytes: sizeBytes, returnedBytes: sizeBytes };
}
