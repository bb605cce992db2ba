import type { Account } from '../../operation/account.js';
import type { ContainerRow } from '../../store/containers.js';
import type { PagePlace } from './continuation.js';
import { GrowingPage, type Page, type PageRequest } from './growing-page.js';
import { type OrderedComparison, type OrderedRow, orderedRows } from './ordered-rows.js';

/** Goes on behind the last result that was given, whatever has come or gone meanwhile. */
export function orderedPage(
  { query, facts, scope, from, maxItems }: PageRequest,
  container: ContainerRow,
  { store }: Account,
): Page {
  const documents = store.documents.inRange(container, scope.range);
  const { rows, compare } = orderedRows(query, documents, facts);
  const rest = rows.slice(startOf(rows, compare, from));
  const page = new GrowingPage(maxItems);
  const taken = page.takeWhole(rest.map(({ result }) => result));
  for (const document of documents.slice(0, taken)) page.count(document);
  const last = rest[taken - 1];
  if (last === undefined || taken === rest.length) return page.until(undefined);
  return page.until(placeBehind(last, rest.slice(0, taken), { compare, from }));
}

function startOf(rows: readonly OrderedRow[], compare: OrderedComparison, from: PagePlace): number {
  const { keys } = from;
  if (keys === undefined) return 0;
  const last = { keys: keys.map(({ key }) => key), document: from.document };
  const same = rows.findIndex((row) => compare(row, last) === 0);
  if (same >= 0) return same + from.given;
  const next = rows.findIndex((row) => compare(row, last) > 0);
  return next < 0 ? rows.length : next;
}

interface Before {
  readonly compare: OrderedComparison;
  readonly from: PagePlace;
}

function placeBehind(
  last: OrderedRow,
  given: readonly OrderedRow[],
  { compare, from }: Before,
): PagePlace {
  const alike = given.filter((row) => compare(row, last) === 0).length;
  const isAllOfPage = alike === given.length && isSame(from, last, compare);
  const keys = last.keys.map((key) => (key === undefined ? {} : { key }));
  const count = isAllOfPage ? from.given + alike : alike;
  return { partition: 0, document: last.document, given: count, keys };
}

/** Whether the page began among the results of the document that it ends with. */
function isSame(from: PagePlace, last: OrderedRow, compare: OrderedComparison): boolean {
  const { keys, document } = from;
  if (keys === undefined) return false;
  return compare({ keys: keys.map(({ key }) => key), document }, last) === 0;
}
