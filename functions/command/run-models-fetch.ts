import { AppError } from '../../shared/domain/errors.js';
import type { ModelsFetch } from '../compose/models-fetch.js';

export interface ModelsFetchCommand {
  readonly models: ModelsFetch;
  /** Where the files go. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

const usage = `npm run models:fetch [-- name …]

Brings the files of learned encoders into the models folder (MODELS_DIR, models-cache in the data folder by default):
those named, all of models/manifest.json where none is named. Goes on where it was stopped and checks every hash.`;

/** Runs the command line and gives the exit status: 0 done, 1 failed, 2 asked wrongly, 130 stopped by the user. */
export async function runModelsFetch(
  given: readonly string[],
  command: ModelsFetchCommand,
): Promise<number> {
  const { print, complain } = command;
  if (given.includes('--help')) {
    print(usage);
    return 0;
  }
  const unknown = given.find((argument) => argument.startsWith('-'));
  if (unknown !== undefined) {
    complain(`tastemaker: expected names of models, got ${unknown.slice(0, 80)}\n\n${usage}`);
    return 2;
  }
  return fetchAll(given, command);
}

async function fetchAll(names: readonly string[], command: ModelsFetchCommand): Promise<number> {
  const { models, folder, signal, print, complain } = command;
  try {
    for (const { model, isNew } of await models.run(names, signal)) {
      const outcome = isNew ? `now in ${folder}` : `was in ${folder} already`;
      const variable = model.kind === 'clip' ? 'IMAGE_MODEL' : 'TEXT_MODEL';
      print(`${model.name} (${model.licence}) ${outcome}; ${variable}=${model.name} uses it`);
    }
    return 0;
  } catch (error) {
    if (signal.aborted) {
      complain('tastemaker: stopped; the same command goes on from here');
      return 130;
    }
    if (!(error instanceof AppError)) throw error;
    complain(`tastemaker: ${error.message}`);
    return error.code === 'not-found' ? 2 : 1;
  }
}
