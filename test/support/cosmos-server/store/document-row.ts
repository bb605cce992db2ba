import type { JsonObject } from '../wire/json.js';
import type { ContainerRow } from './containers.js';
import { documentRid, etagOf } from './resource-ids.js';

export interface DocumentRow {
  readonly id: string;
  /** In which order the documents of a container were created; their resource ids sort alike. */
  readonly number: number;
  readonly lsn: number;
  readonly etag: string;
  /** With the system properties. Many share it: nobody may change it. */
  readonly body: JsonObject;
  readonly sizeBytes: number;
}

export interface StoredDocument {
  readonly number: number;
  readonly lsn: number;
  readonly timeSeconds: number;
  /** JSON, without system properties. */
  readonly text: string;
}

export function documentRow(container: ContainerRow, stored: StoredDocument): DocumentRow {
  const { number, lsn, timeSeconds, text } = stored;
  const rid = documentRid(container.database.number, container.number, number);
  const etag = etagOf([lsn, container.number], timeSeconds);
  // Written by the table alone, from a document that was checked.
  const own = JSON.parse(text) as JsonObject;
  const body = {
    ...own,
    _rid: rid,
    _self: `${container.self}docs/${rid}/`,
    _etag: etag,
    _attachments: 'attachments/',
    _ts: timeSeconds,
  };
  const sizeBytes = Buffer.byteLength(text);
  return { id: String(own['id']), number, lsn, etag, body, sizeBytes };
}
