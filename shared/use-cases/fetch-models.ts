import type { EncoderModel } from '../domain/encoder-model.js';
import { AppError } from '../domain/errors.js';
import type { ModelShelf } from '../ports/model-shelf.js';
import type { Clock, Progress } from '../ports/runtime.js';

export interface FetchPorts {
  readonly shelf: ModelShelf;
  readonly progress: Progress;
  readonly clock: Clock;
}

export interface FetchedModel {
  readonly model: EncoderModel;
  /** False where all of it was there. */
  readonly isNew: boolean;
}

/** Brings in the models of these names, all that are known where none is named. Throws `not-found` for a name that is none. */
export async function fetchModels(
  { shelf, progress, clock }: FetchPorts,
  names: readonly string[],
  signal?: AbortSignal,
): Promise<readonly FetchedModel[]> {
  const wanted = choose(await shelf.models(), names);
  const fetched: FetchedModel[] = [];
  try {
    for (const model of wanted) {
      const report = speedReporter(model.name, { progress, clock });
      fetched.push({ model, isNew: await shelf.fetch(model, report, signal) });
    }
  } finally {
    progress.end();
  }
  return fetched;
}

function choose(known: readonly EncoderModel[], names: readonly string[]): readonly EncoderModel[] {
  if (names.length === 0) return known;
  return names.map((name) => {
    const model = known.find((each) => each.name === name);
    if (model) return model;
    const expected = known.map((each) => each.name).join(', ');
    throw new AppError('not-found', `expected one of ${expected}, got ${name.slice(0, 80)}`);
  });
}

function speedReporter(stage: string, { progress, clock }: Omit<FetchPorts, 'shelf'>) {
  const startedAt = clock();
  let first: number | undefined;
  return (done: number, total: number): void => {
    first ??= done;
    const perSecond = ((done - first) * 1000) / Math.max(1, clock() - startedAt);
    progress.report(stage, done, total, `${megabytes(done)} MB, ${megabytes(perSecond)} MB/s`);
  };
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
