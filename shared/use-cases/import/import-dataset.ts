import { AppError } from '../../domain/errors.js';
import {
  addCounts,
  type ImportOutcome,
  noCounts,
  subtractCounts,
} from '../../domain/import-outcome.js';
import type { Bookmarks } from '../../ports/bookmarks.js';
import type { DatasetBatch, DatasetSource, RejectLog } from '../../ports/dataset.js';
import type { Clock, Progress } from '../../ports/runtime.js';
import { type ImportState, readState } from './import-state.js';
import { type BatchStores, batchStorer, type StoredBatch } from './store-batches.js';

export interface ImportPorts extends BatchStores {
  readonly bookmarks: Bookmarks;
  readonly rejects: RejectLog;
  readonly progress: Progress;
  readonly clock: Clock;
}

/** So many bad rows without a good one are no accident: the file is of another format. */
const hopelessRows = 100;

/**
 * Stores what the files say, batch by batch: first the records, then the bad rows, then the place, so that a run that
 * dies at any moment repeats at most one batch, and repeating changes nothing. Throws `invalid` for a damaged file and
 * for one that is plainly of another format.
 */
export async function importDataset(
  ports: ImportPorts,
  sources: readonly DatasetSource[],
  signal?: AbortSignal,
): Promise<ImportOutcome> {
  const outcomes: ImportOutcome[] = [];
  try {
    for (const source of sources) outcomes.push(await importSource(ports, source, signal));
  } finally {
    ports.progress.end();
  }
  return combine(outcomes);
}

function combine(outcomes: readonly ImportOutcome[]): ImportOutcome {
  const shopper = outcomes.findLast((outcome) => outcome.shopper)?.shopper;
  return {
    counts: outcomes.map((outcome) => outcome.counts).reduce(addCounts, noCounts),
    countsBefore: outcomes.map((outcome) => outcome.countsBefore).reduce(addCounts, noCounts),
    isComplete: outcomes.every((outcome) => outcome.isComplete),
    rejectLogs: outcomes.flatMap((outcome) => outcome.rejectLogs),
    ...(shopper && { shopper }),
  };
}

async function importSource(
  ports: ImportPorts,
  source: DatasetSource,
  signal: AbortSignal | undefined,
): Promise<ImportOutcome> {
  const before = readState(await ports.bookmarks.get(bookmarkOf(source)), ports.clock());
  const after = before.isDone ? before : await readOn(ports, source, before, signal);
  return {
    counts: subtractCounts(after.counts, before.counts),
    countsBefore: before.counts,
    isComplete: after.isDone,
    rejectLogs: after.counts.rejected > 0 ? [ports.rejects.describe(source)] : [],
    ...(after.shopper && { shopper: after.shopper }),
  };
}

async function readOn(
  ports: ImportPorts,
  source: DatasetSource,
  before: ImportState,
  signal: AbortSignal | undefined,
): Promise<ImportState> {
  const store = batchStorer(ports);
  const report = speedReporter(ports, source);
  let state = before;
  const keep = (next: ImportState) => {
    state = next;
    return ports.bookmarks.put(bookmarkOf(source), JSON.stringify(next));
  };
  try {
    for await (const batch of source.batches(before.position, before.importedAt)) {
      if (signal?.aborted) return state;
      demandHope(batch, state);
      const stored = await store(batch);
      await keep(advance(state, batch, stored, await logRejects(ports, source, state, batch)));
      report(batch);
    }
    await keep({ ...state, isDone: true });
  } catch (error) {
    throw naming(source, error);
  }
  return state;
}

function bookmarkOf(source: DatasetSource): string {
  return `import:${source.fingerprint}`;
}

function demandHope({ records, rejected }: DatasetBatch, { position }: ImportState): void {
  const [first] = rejected;
  if (!first || position.bytes > 0 || records.length > 0 || rejected.length < hopelessRows) return;
  const message = `none of its first ${rejected.length} rows is of this format; line ${first.line}: ${first.reason}`;
  throw new AppError('invalid', message);
}

async function logRejects(
  { rejects }: ImportPorts,
  source: DatasetSource,
  { rejectBytes }: ImportState,
  { rejected }: DatasetBatch,
): Promise<number> {
  return rejected.length === 0 ? rejectBytes : rejects.append(source, rejected, rejectBytes);
}

function advance(
  state: ImportState,
  batch: DatasetBatch,
  stored: StoredBatch,
  rejectBytes: number,
): ImportState {
  return {
    ...state,
    position: batch.end,
    rejectBytes,
    counts: addCounts(state.counts, stored.counts),
    ...(stored.shopper && { shopper: stored.shopper }),
  };
}

function speedReporter({ progress, clock }: ImportPorts, source: DatasetSource) {
  const startedAt = clock();
  let rows = 0;
  progress.report(source.name, 0, source.sizeBytes);
  return (batch: DatasetBatch): void => {
    rows += batch.records.length + batch.rejected.length;
    const perSecond = Math.round((rows * 1000) / Math.max(1, clock() - startedAt));
    const note = `${rows.toLocaleString('en')} rows, ${perSecond.toLocaleString('en')}/s`;
    progress.report(source.name, batch.bytesRead, source.sizeBytes, note);
  };
}

/** Says which file it was; a failure that is not the file's own passes as it is. */
function naming(source: DatasetSource, error: unknown): unknown {
  if (!(error instanceof AppError) || error.code !== 'invalid') return error;
  const { code, complaints, message } = error;
  return new AppError(code, `${source.name}: ${message}`, { cause: error, complaints });
}
