import { AppError } from '../../domain/errors.js';
import type { EventTypes } from '../../domain/event.js';
import type { ImportRequest } from '../../domain/tasks/import-task.js';
import type { DataFiles } from '../../ports/data-files.js';
import type { DatasetFormat, DatasetSource } from '../../ports/dataset.js';

export interface KnownDatasets {
  readonly formats: readonly DatasetFormat[];
  /** The names that events may have. */
  readonly eventTypes: EventTypes;
  readonly batchRecords?: number;
  /** Where paths lead to; this machine's disk where not said. */
  readonly files?: DataFiles;
}

/** The files of a request. Throws `invalid`: an unknown format, a missing file, one of another format. */
export async function openDataset(
  { formats, ...known }: KnownDatasets,
  { format, paths, columns, defaultType }: ImportRequest,
): Promise<readonly DatasetSource[]> {
  const { eventTypes, batchRecords, files } = known;
  const options = {
    eventTypes,
    ...(files !== undefined && { files }),
    ...(batchRecords !== undefined && { batchRecords }),
    ...(columns !== undefined && { columns }),
    ...(defaultType !== undefined && { defaultType }),
  };
  try {
    return await findFormat(formats, format).open(paths, options);
  } catch (error) {
    throw asMistake(error);
  }
}

/** Whoever asked named the files: that one is missing is a mistake in what they said. */
function asMistake(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code !== 'not-found') return error;
  return new AppError('invalid', error.message, { cause: error });
}

/** Throws `invalid`, listing the formats. */
export function findFormat(formats: readonly DatasetFormat[], name: string): DatasetFormat {
  const format = formats.find((each) => each.name === name);
  if (format) return format;
  const known = formats.map((each) => each.name).join(', ');
  const message = `expected one of ${known}, got ${JSON.stringify(name.slice(0, 60))}`;
  throw new AppError('invalid', `format: ${message}`, {
    complaints: [{ path: 'format', message }],
  });
}
