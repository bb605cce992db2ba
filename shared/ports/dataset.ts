import type { EventTypes, ShopEvent } from '../domain/event.js';
import type { Item } from '../domain/item.js';
import type { User } from '../domain/user.js';
import type { DataFiles } from './data-files.js';

/** What one row says. `about` is what an event's row tells of its item: for items that the catalogue lacks. */
export type DatasetRecord =
  | { readonly kind: 'item'; readonly item: Item }
  | { readonly kind: 'user'; readonly user: User }
  | { readonly kind: 'event'; readonly event: ShopEvent; readonly about: Item };

/** A row, or a part of one, that could not be used. `row` is shortened. */
export interface RejectedRow {
  readonly line: number;
  readonly reason: string;
  readonly row: string;
}

/** A place between two rows: bytes of the content (unzipped) and lines before it. */
export interface DatasetPosition {
  readonly bytes: number;
  readonly lines: number;
}

export interface DatasetBatch {
  readonly records: readonly DatasetRecord[];
  readonly rejected: readonly RejectedRow[];
  /** Where the last row of this batch ends. */
  readonly end: DatasetPosition;
  /** Bytes of the file read by now, of its `sizeBytes`. */
  readonly bytesRead: number;
}

/** One file of a data set. Equal content under an equal name has an equal `fingerprint`. */
export interface DatasetSource {
  readonly name: string;
  readonly fingerprint: string;
  readonly sizeBytes: number;
  /**
   * The rows from a place on, in batches of bounded size, the same for the same `importedAt`: milliseconds since 1970,
   * from which rows without a time are dated. Throws `invalid` where the file is damaged, after the rows before that.
   */
  batches(from: DatasetPosition, importedAt: number): AsyncIterable<DatasetBatch>;
}

export interface DatasetOptions {
  /** The names that events may have. */
  readonly eventTypes: EventTypes;
  /** The type of events whose rows name none. */
  readonly defaultType?: string;
  /** Our field → the file's column, for formats without columns of their own. */
  readonly columns?: Readonly<Record<string, string>>;
  /** How many records make a batch: small ones leave the process to others in between. */
  readonly batchRecords?: number;
  /** Where paths lead to; this machine's disk where not said. */
  readonly files?: DataFiles;
}

/** A way of writing shop data down that can be read. */
export interface DatasetFormat {
  readonly name: string;
  /** One line for the help text. */
  readonly summary: string;
  /** Arguments that read such data: `--format otto train.jsonl`. */
  readonly example: string;
  /** How its files are called, in small letters, `.gz` apart; not said of formats that go by other signs. */
  readonly endings?: readonly string[];
  /**
   * The files to read, in the order to read them; a folder stands for the files in it that belong to the format.
   * Throws `not-found` or `invalid`, naming the file.
   */
  open(paths: readonly string[], options: DatasetOptions): Promise<readonly DatasetSource[]>;
}

/** Where bad rows are kept for whoever wants to mend them. */
export interface RejectLog {
  /** Adds rows behind the first `keepBytes` of the source's log, cutting off what else is there; returns its new size. */
  append(source: DatasetSource, rows: readonly RejectedRow[], keepBytes: number): Promise<number>;
  /** Where a person finds it. */
  describe(source: DatasetSource): string;
}
