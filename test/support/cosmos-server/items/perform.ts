import { pointReadUnits, replaceUnits, writeUnits } from '../operation/request-units.js';
import type { DocumentRow } from '../store/document-row.js';
import { badRequest, ServiceError } from '../wire/service-error.js';
import { type OwnDocument, ownDocument } from './document-body.js';
import {
  checkIfMatch,
  type ItemOperation,
  type ItemOperationKind,
  type ItemResult,
  notFound,
  type Place,
} from './item-operation.js';
import { patched } from './patch/patched.js';

/** Does it, and throws the error that the service answers with where it cannot be done. */
export function perform(operation: ItemOperation, place: Place): ItemResult {
  return performers[operation.kind](operation, place);
}

type Performer = (operation: ItemOperation, place: Place) => ItemResult;

const performers: Readonly<Record<ItemOperationKind, Performer>> = {
  Create(operation, place) {
    const document = bodyOf(operation, place);
    if (find(place, document.id) !== undefined) throw exists();
    return created(place, document);
  },
  Upsert(operation, place) {
    const document = bodyOf(operation, place);
    const known = find(place, document.id);
    if (known === undefined) return created(place, document);
    if (operation.ifNoneMatch === '*') throw exists();
    checkIfMatch(operation, known);
    return replaced(place, document, known);
  },
  Read(operation, place) {
    const document = existing(operation, place);
    const { etag } = document;
    const requestUnits = pointReadUnits(document.sizeBytes);
    if (operation.ifNoneMatch === etag) return { status: 304, etag, requestUnits };
    return { status: 200, document, etag, requestUnits };
  },
  Replace(operation, place) {
    const document = bodyOf(operation, place);
    const known = existing(operation, place);
    checkIfMatch(operation, known);
    if (document.id !== operation.id) {
      throw badRequest(
        `The id of a document cannot change, from ${operation.id} to ${document.id}.`,
      );
    }
    return replaced(place, document, known);
  },
  Patch(operation, place) {
    const known = existing(operation, place);
    checkIfMatch(operation, known);
    const body = patched(operation.body, known, place.facts());
    const document = ownDocument(body, operation.key, place.container.definition.partitionKey);
    return replaced(place, document, known);
  },
  Delete(operation, place) {
    const known = existing(operation, place);
    checkIfMatch(operation, known);
    place.lsn();
    place.documents.remove(place.container, place.effectiveKey, known.id);
    return { status: 204, requestUnits: writeUnits(known.sizeBytes, place.container.definition) };
  },
};

const exists = () =>
  new ServiceError(409, 'Entity with the specified id already exists in the system.');

const bodyOf = ({ body, key }: ItemOperation, { container }: Place): OwnDocument =>
  ownDocument(body, key, container.definition.partitionKey);

const find = ({ documents, container, effectiveKey }: Place, id: string) =>
  documents.find(container, effectiveKey, id);

function existing({ id = '' }: ItemOperation, place: Place): DocumentRow {
  const document = find(place, id);
  if (document === undefined) throw notFound(id);
  return document;
}

function created(place: Place, document: OwnDocument): ItemResult {
  const written = write(place, document);
  const requestUnits = writeUnits(written.sizeBytes, place.container.definition);
  return { status: 201, document: written, etag: written.etag, requestUnits };
}

function replaced(place: Place, document: OwnDocument, known: DocumentRow): ItemResult {
  const written = write(place, document);
  const sizeBytes = Math.max(written.sizeBytes, known.sizeBytes);
  const requestUnits = replaceUnits(sizeBytes, place.container.definition);
  return { status: 200, document: written, etag: written.etag, requestUnits };
}

function write(place: Place, { id, body }: OwnDocument): DocumentRow {
  const { documents, container, effectiveKey } = place;
  return documents.put(container, { effectiveKey, id, body, lsn: place.lsn() });
}
