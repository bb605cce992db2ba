import { AppError } from '../../../domain/errors.js';
import type { DataFile } from '../../../ports/data-files.js';
import type {
  DatasetBatch,
  DatasetOptions,
  DatasetPosition,
  DatasetRecord,
  DatasetSource,
  RejectedRow,
} from '../../../ports/dataset.js';
import { openBytes } from './byte-stream.js';
import { QuotedLines } from './csv.js';
import { fingerprint } from './fingerprint.js';
import { type Line, LineSplitter } from './lines.js';
import type { FileKind, RowReader } from './row-reader.js';

const usualBatchRecords = 2_000;
const shownRowLength = 200;

/** A file, and how its format reads it. */
export interface PlacedFile {
  readonly file: DataFile;
  readonly firstLine: string;
  readonly kind: FileKind;
}

export async function fileSource(
  placed: PlacedFile,
  format: string,
  options: DatasetOptions,
): Promise<DatasetSource> {
  const { file, kind, firstLine } = placed;
  const { batchRecords = usualBatchRecords } = options;
  const fileName = file.name.replace(/\.gz$/i, '');
  return {
    name: file.name,
    sizeBytes: file.sizeBytes,
    fingerprint: await fingerprint(file, format, options),
    async *batches(from, importedAt) {
      const lineCount = kind.countsLines ? await countLines(file) : 0;
      const read = kind.reader({ format, fileName, firstLine, options, importedAt, lineCount });
      yield* readBatches({ file: placed, read, from, batchRecords });
    },
  };
}

async function countLines(file: DataFile): Promise<number> {
  const { chunks } = await openBytes(file);
  let count = 0;
  let last = 10;
  for await (const chunk of chunks) {
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) count += 1;
    last = chunk.at(-1) ?? last;
  }
  return last === 10 ? count : count + 1;
}

async function* readBatches(job: {
  readonly file: PlacedFile;
  readonly read: RowReader;
  readonly from: DatasetPosition;
  readonly batchRecords: number;
}): AsyncGenerator<DatasetBatch> {
  const { file, read, from, batchRecords } = job;
  const bytes = await openBytes(file.file, from.bytes);
  const batch = new Batch(read, file.kind.hasHeader === true, from);
  try {
    for await (const line of linesOf(bytes.chunks, file.kind, from)) {
      batch.add(line);
      if (batch.size >= batchRecords) yield batch.take(bytes.bytesRead());
    }
  } catch (error) {
    // What stands before the damage is good.
    if (!batch.isEmpty) yield batch.take(bytes.bytesRead());
    throw error;
  }
  if (!batch.isEmpty) yield batch.take(bytes.bytesRead());
}

async function* linesOf(chunks: AsyncIterable<Buffer>, kind: FileKind, from: DatasetPosition) {
  const splitter = new LineSplitter(kind.encoding ?? 'utf8', from);
  const joiner = kind.isQuoted ? new QuotedLines() : { take: single, finish: none };
  for await (const chunk of chunks) {
    for (const line of splitter.push(chunk)) yield* joiner.take(line);
  }
  for (const line of splitter.finish()) yield* joiner.take(line);
  yield* joiner.finish();
}

const single = (line: Line) => [line];
const none = () => [];

/** Gathers what rows say until there is enough of it to store at once. */
class Batch {
  readonly #read: RowReader;
  readonly #hasHeader: boolean;
  #records: DatasetRecord[] = [];
  #rejected: RejectedRow[] = [];
  #end: DatasetPosition;
  #isEmpty = true;

  constructor(read: RowReader, hasHeader: boolean, from: DatasetPosition) {
    this.#read = read;
    this.#hasHeader = hasHeader;
    this.#end = from;
  }

  get size(): number {
    return this.#records.length + this.#rejected.length;
  }

  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  add(line: Line): void {
    const reject = (reason: string) => this.#rejected.push(describe(line, reason));
    this.#end = line.end;
    this.#isEmpty = false;
    if (line.text.trim() === '' || (this.#hasHeader && line.number === 1)) return;
    if (line.problem !== undefined) {
      reject(line.problem);
      return;
    }
    try {
      this.#read(line, { record: (record) => this.#records.push(record), reject });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      reject(error.message);
    }
  }

  take(bytesRead: number): DatasetBatch {
    const batch = { records: this.#records, rejected: this.#rejected, end: this.#end, bytesRead };
    this.#records = [];
    this.#rejected = [];
    this.#isEmpty = true;
    return batch;
  }
}

function describe(line: Line, reason: string): RejectedRow {
  const { text } = line;
  const row = text.length <= shownRowLength ? text : `${text.slice(0, shownRowLength - 1)}…`;
  return { line: line.number, reason, row };
}
