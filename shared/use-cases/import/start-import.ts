import { AppError } from '../../domain/errors.js';
import type { ImportRequest } from '../../domain/tasks/import-task.js';
import { shopOwner, type Task } from '../../domain/tasks/task.js';
import type { ImportFolder } from '../../ports/import-folder.js';
import type { ManageTasks } from '../tasks/manage-tasks.js';
import { findFormat, type KnownDatasets, openDataset } from './open-dataset.js';

interface ImportWish extends Omit<ImportRequest, 'paths'> {
  /** Names in the import folder. */
  readonly files: readonly string[];
}

/**
 * Asks for an import of files that lie in the import folder. Throws `invalid` for an unknown format and for files that
 * are not there, lie elsewhere or are of another format; `conflict` while an import waits or runs.
 */
export type StartImport = (wish: ImportWish) => Promise<Task>;

export interface StartImportDependencies extends KnownDatasets {
  readonly manageTasks: ManageTasks;
  readonly folder: ImportFolder;
}

export function makeStartImport(dependencies: StartImportDependencies): StartImport {
  const { manageTasks, folder, formats } = dependencies;
  return async ({ files, ...options }) => {
    findFormat(formats, options.format);
    const paths: string[] = [];
    for (const [at, name] of files.entries()) paths.push(await find(folder, name, at));
    const request: ImportRequest = { ...options, paths };
    // What cannot be read is refused now, not when its turn has come.
    await openDataset(dependencies, request).catch((error) => {
      throw inTheirNames(error, paths, files);
    });
    const { task, isNew } = await manageTasks.start({ kind: 'import', owner: shopOwner, request });
    if (isNew) return task;
    throw new AppError('conflict', `an import is under way already: task ${task.id}`);
  };
}

async function find(folder: ImportFolder, name: string, at: number): Promise<string> {
  try {
    return await folder.find(name);
  } catch (error) {
    throw pointing(error, `files.${at}`);
  }
}

/** Says which of the files it is. */
function pointing(error: unknown, path: string): unknown {
  if (!(error instanceof AppError)) return error;
  const { code, message } = error;
  const complaints = [{ path, message }];
  return new AppError(code, `${path}: ${message}`, { cause: error, complaints });
}

/** Where the folder lies is nobody's business. */
function inTheirNames(error: unknown, paths: readonly string[], files: readonly string[]): unknown {
  if (!(error instanceof AppError)) return error;
  const message = paths.reduce(
    (text, path, at) => text.replaceAll(path, files[at] ?? ''),
    error.message,
  );
  return new AppError(error.code, message, { cause: error, complaints: error.complaints });
}
