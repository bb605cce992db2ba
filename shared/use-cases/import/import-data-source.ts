import { AppError } from '../../domain/errors.js';
import type { ImportRequest } from '../../domain/tasks/import-task.js';
import { hasEnded, shopOwner, type Task } from '../../domain/tasks/task.js';
import type { Bookmarks } from '../../ports/bookmarks.js';
import type { DataFile, DataFiles } from '../../ports/data-files.js';
import type { DatasetFormat } from '../../ports/dataset.js';
import type { ManageTasks } from '../tasks/manage-tasks.js';
import {
  keepPresent,
  nextMarks,
  readSourceState,
  type SourceState,
  settled,
} from './source-state.js';

/**
 * Asks for an import of files of the data source that are new or have changed since they were read; of none where there
 * are none, or while an import waits or runs.
 */
export type ImportDataSource = () => Promise<Task | undefined>;

interface DataSource extends Omit<ImportRequest, 'paths' | 'format'> {
  /** Of a file, or of a folder whose files are read. */
  readonly address: string;
  readonly format: DatasetFormat;
}

export interface ImportDataSourceDependencies {
  readonly source: DataSource;
  readonly files: Pick<DataFiles, 'find'>;
  readonly manageTasks: ManageTasks;
  readonly bookmarks: Bookmarks;
  /** In hexadecimal. */
  digest(content: Uint8Array): Promise<string>;
}

/** Reads no file itself: what differs between their contents is known without. */
export function makeImportDataSource(dependencies: ImportDataSourceDependencies): ImportDataSource {
  const { source, bookmarks, manageTasks } = dependencies;
  return async () => {
    const bookmark = await bookmarkOf(dependencies);
    const kept = readSourceState(await bookmarks.get(bookmark));
    const state = await settle(kept, manageTasks);
    if (state === undefined) return undefined;
    const files = await markedFiles(dependencies);
    const present = [...files.keys()];
    const marks = nextMarks(state, present);
    const current = keepPresent(state, present);
    const paths = marks.flatMap((mark) => files.get(mark)?.path ?? []);
    const task = paths.length > 0 ? await start(source, paths, manageTasks) : undefined;
    const next = task ? { ...current, pending: { taskId: task.id, marks } } : current;
    const text = JSON.stringify(next);
    if (text !== JSON.stringify(kept)) await bookmarks.put(bookmark, text);
    return task;
  };
}

async function bookmarkOf({ source, digest }: ImportDataSourceDependencies): Promise<string> {
  const { address, format, columns, defaultType } = source;
  const settings = JSON.stringify([address, format.name, columns, defaultType]);
  return `data-source:${(await digest(Buffer.from(settings))).slice(0, 16)}`;
}

/** Undefined while the task that was asked for last has not ended. A cancelled one was meant to be. */
async function settle(
  state: SourceState,
  manageTasks: ManageTasks,
): Promise<SourceState | undefined> {
  if (state.pending === undefined) return state;
  const task = await manageTasks.get(state.pending.taskId, shopOwner).catch(unlessUnknown);
  if (task !== undefined && !hasEnded(task)) return undefined;
  return settled(state, task?.status === 'failed');
}

/** A record that has been forgotten was kept long enough to be looked at. */
function unlessUnknown(error: unknown): undefined {
  if (!(error instanceof AppError) || error.code !== 'not-found') throw error;
}

async function markedFiles(
  dependencies: ImportDataSourceDependencies,
): Promise<ReadonlyMap<string, DataFile>> {
  const { source, files, digest } = dependencies;
  const found = await files.find(source.address).catch((error: unknown) => {
    // A folder of blobs is there once something lies in it.
    unlessUnknown(error);
    return { isFolder: true, files: [] };
  });
  const marked = new Map<string, DataFile>();
  for (const file of found.files) {
    if (found.isFolder && !isOf(source.format, file)) continue;
    const content = Buffer.concat([Buffer.from(`${file.path}\n`), await file.mark()]);
    marked.set((await digest(content)).slice(0, 16), file);
  }
  return marked;
}

function isOf({ endings = [] }: DatasetFormat, { name }: DataFile): boolean {
  const plain = name.toLowerCase().replace(/\.gz$/, '');
  return endings.some((ending) => plain.endsWith(ending));
}

/** Undefined where another import is under way. */
async function start(
  { format, columns, defaultType }: DataSource,
  paths: readonly string[],
  manageTasks: ManageTasks,
): Promise<Task | undefined> {
  const request: ImportRequest = {
    ...{ format: format.name, paths },
    ...(columns !== undefined && { columns }),
    ...(defaultType !== undefined && { defaultType }),
  };
  const { task, isNew } = await manageTasks.start({ kind: 'import', owner: shopOwner, request });
  return isNew ? task : undefined;
}
