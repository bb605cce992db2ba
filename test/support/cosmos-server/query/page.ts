import type { Account } from '../operation/account.js';
import { overlap } from '../partitions/effective-key.js';
import type { ContainerRow } from '../store/containers.js';
import type { DocumentRow, DocumentTable } from '../store/documents.js';
import { sizeBytesOf } from '../wire/json.js';
import type { PagePlace } from './continuation.js';
import { engine, type Facts, type Query } from './engine.js';
import type { Scope } from './scope.js';

export interface Page {
  readonly results: readonly unknown[];
  /** None after the last. */
  readonly next?: PagePlace | undefined;
  readonly matched: number;
  readonly matchedBytes: number;
}

export interface PageRequest {
  readonly query: Query;
  readonly facts: Facts;
  readonly scope: Scope;
  readonly from: PagePlace;
  readonly maxItems: number;
}

const maxPageBytes = 4 * 1_024 * 1_024;

/** One document after the other, in the order of their ids in each physical partition, until the page is full. */
export function streamedPage(
  request: PageRequest,
  container: ContainerRow,
  { store }: Account,
): Page {
  const { query, facts, from, maxItems } = request;
  const page = new GrowingPage(maxItems);
  for (const { document, partition } of documentsFrom(request, container, store.documents)) {
    const found = engine.run(query, [document.body], facts).results;
    const isTorn = partition === from.partition && document.number === from.document;
    const given = isTorn ? from.given : 0;
    const taken = page.take(found.slice(given), document);
    if (taken < found.length - given) {
      return page.until({ document: document.number, given: given + taken, partition });
    }
  }
  return page.until(undefined);
}

function* documentsFrom(
  { scope, from }: PageRequest,
  container: ContainerRow,
  table: DocumentTable,
) {
  for (const [partition, range] of scope.partitions.entries()) {
    if (partition < from.partition) continue;
    const isFirst = partition === from.partition && from.document > 0;
    const after = isFirst ? from.document - 1 : 0;
    const documents = table.inRange(container, overlap(range, scope.range), after);
    for (const document of documents) yield { document, partition };
  }
}

/** All at once, of which a page is a part. */
export function countedPage(
  { query, facts, scope, from, maxItems }: PageRequest,
  container: ContainerRow,
  { store }: Account,
): Page {
  const documents = store.documents.inRange(container, scope.range);
  const bodies = documents.map(({ body }) => body);
  const { results, matchedCount } = engine.run(query, bodies, facts);
  const page = new GrowingPage(maxItems);
  const rest = results.slice(from.given);
  const taken = page.take(rest);
  const loaded = engine.isGathering(query) ? matchedCount : taken;
  for (const document of documents.slice(0, loaded)) page.count(document);
  const given = from.given + taken;
  return page.until(taken < rest.length ? { document: 0, partition: 0, given } : undefined);
}

class GrowingPage {
  readonly #results: unknown[] = [];
  readonly #maxItems: number;
  #sizeBytes = 0;
  #matched = 0;
  #matchedBytes = 0;

  constructor(maxItems: number) {
    this.#maxItems = maxItems;
  }

  /** How many of the results there was room for. The first of a page always has room. */
  take(results: readonly unknown[], document?: DocumentRow): number {
    if (document !== undefined && results.length > 0) this.count(document);
    let taken = 0;
    for (const result of results) {
      const sizeBytes = result === undefined ? 0 : sizeBytesOf(result);
      const isFull =
        this.#results.length >= this.#maxItems || this.#sizeBytes + sizeBytes > maxPageBytes;
      if (isFull && this.#results.length > 0) break;
      this.#results.push(result);
      this.#sizeBytes += sizeBytes;
      taken++;
    }
    return taken;
  }

  count({ sizeBytes }: DocumentRow): void {
    this.#matched++;
    this.#matchedBytes += sizeBytes;
  }

  until(next: PagePlace | undefined): Page {
    const [matched, matchedBytes] = [this.#matched, this.#matchedBytes];
    return { results: this.#results, next, matched, matchedBytes };
  }
}
