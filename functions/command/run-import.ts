import { resolve } from 'node:path';
import type { Config } from '../../shared/config.js';
import { AppError } from '../../shared/domain/errors.js';
import { isFruitless } from '../../shared/domain/import-outcome.js';
import { isAddress } from '../compose/data-files.js';
import type { DatasetImport } from '../compose/dataset-import.js';
import { describeUsage, parseImportArguments, UsageError } from './import-arguments.js';
import { describeOutcome } from './import-report.js';

export interface ImportCommand {
  readonly config: Config;
  readonly datasets: DatasetImport;
  /** The folder that relative paths start from. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** Runs the command line and gives the exit status: 0 done, 1 failed, 2 asked wrongly, 130 stopped by the user. */
export async function runImport(given: readonly string[], command: ImportCommand): Promise<number> {
  try {
    return await answer(given, command);
  } catch (error) {
    if (!(error instanceof AppError || error instanceof UsageError)) throw error;
    command.complain(`tastemaker: ${error.message}`);
    return error instanceof UsageError ? 2 : 1;
  }
}

async function answer(given: readonly string[], command: ImportCommand): Promise<number> {
  const { config, datasets, folder, signal, print } = command;
  const wanted = parseImportArguments(given, datasets.formats);
  if (wanted.kind === 'help') {
    print(describeUsage(datasets.formats));
    return 0;
  }
  const { kind, format, ...options } = wanted;
  const paths = wanted.paths.map((path) => (isAddress(path) ? path : resolve(folder, path)));
  const outcome = await datasets.run({ ...options, format: format.name, paths }, signal);
  print(describeOutcome(outcome, `http://${config.host}:${config.port}/api`));
  if (!outcome.isComplete) return 130;
  return isFruitless(outcome) ? 1 : 0;
}
