import type { Account } from '../../operation/account.js';
import { overlap } from '../../partitions/effective-key.js';
import type { ContainerRow } from '../../store/containers.js';
import type { DocumentTable } from '../../store/documents.js';
import { engine } from '../engine.js';
import { GrowingPage, type Page, type PageRequest } from './growing-page.js';

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
