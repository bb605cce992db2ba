import type { DatasetOptions, DatasetRecord } from '../../../ports/dataset.js';
import type { Line, TextEncoding } from './lines.js';

/** What a reader may know beside its row. */
export interface RowContext {
  readonly format: string;
  /** Without folder and `.gz`. */
  readonly fileName: string;
  /** Its first line, which is the header where the file has one. */
  readonly firstLine: string;
  /** Milliseconds since 1970; remembered, so that an import that goes on dates as it did at first. */
  readonly importedAt: number;
  /** Lines of the file; 0 unless its `FileKind` counts them. */
  readonly lineCount: number;
  readonly options: DatasetOptions;
}

/** Takes what a row holds; a row may hold many records, some of them bad. */
export interface RowSink {
  record(record: DatasetRecord): void;
  reject(reason: string): void;
}

/** Reads one row. A thrown `invalid` rejects the row. */
export type RowReader = (line: Line, sink: RowSink) => void;

/** How the files of one sort are read. */
export interface FileKind {
  /** Files of a data set are read by this order: items before users before events. */
  readonly order: 'items' | 'users' | 'events';
  /** UTF-8 where not said. */
  readonly encoding?: TextEncoding;
  readonly hasHeader?: boolean;
  /** Whether fields in quotes may span lines. */
  readonly isQuoted?: boolean;
  /** Whether dating rows needs the number of lines, which costs a first pass. */
  readonly countsLines?: boolean;
  /** Called once per file. Throws `invalid` for a header without the columns it needs. */
  reader(context: RowContext): RowReader;
}
