import type { PartitionKey } from '../partitions/partition-key.js';
import type { Facts } from '../query/engine.js';
import type { ContainerRow } from '../store/containers.js';
import type { DocumentRow } from '../store/document-row.js';
import type { DocumentTable } from '../store/documents.js';
import { ServiceError } from '../wire/service-error.js';

export type ItemOperationKind = 'Create' | 'Upsert' | 'Read' | 'Replace' | 'Delete' | 'Patch';

/** What is to be done to one document, whether it came alone or in a batch. */
export interface ItemOperation {
  readonly kind: ItemOperationKind;
  readonly key: PartitionKey;
  /** Of the document in question; what is created names itself. */
  readonly id?: string | undefined;
  readonly body?: unknown;
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
}

export interface ItemResult {
  readonly status: number;
  readonly document?: DocumentRow;
  /** As a header; of what is now there. */
  readonly etag?: string;
  readonly requestUnits: number;
}

/** Where an operation happens. */
export interface Place {
  readonly container: ContainerRow;
  readonly documents: DocumentTable;
  readonly effectiveKey: string;
  /** For the condition of a patch. */
  facts(): Facts;
  /** The number of the write in the log of its partition; asked for by what writes only. */
  lsn(): number;
}

export const notFound = (id: string) =>
  new ServiceError(404, `Entity with the specified id does not exist in the system: ${id}`);

/** `If-Match`, which `*` fulfils where there is anything. Throws 412. */
export function checkIfMatch(
  { ifMatch }: Pick<ItemOperation, 'ifMatch'>,
  { etag }: Pick<DocumentRow, 'etag'>,
): void {
  if (ifMatch === undefined || ifMatch === '*' || ifMatch === etag) return;
  throw new ServiceError(412, 'One of the specified pre-condition is not met.');
}
