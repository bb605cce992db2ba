import { AppError } from '../../../../shared/domain/errors.js';
import type { ModelName } from '../../../../shared/domain/ranking.js';
import type { LearnedModel } from '../../../../shared/ports/learned-model.js';

export type OnDegraded = (model: ModelName, error: unknown) => void;

/** The learned models of a version: one that fails is told of and left out. */
export interface LearnedGroup {
  readonly models: ReadonlyMap<ModelName, LearnedModel>;
  readonly onDegraded: OnDegraded;
}

/** Asks models all at once; the answers of those that could be asked. Who is aborted has not failed. */
export async function askAll<Name extends ModelName, Answer>(
  { models, onDegraded }: LearnedGroup,
  names: readonly Name[],
  ask: (model: LearnedModel) => Promise<Answer>,
  signal?: AbortSignal,
): Promise<ReadonlyMap<Name, Answer>> {
  const answers = new Map<Name, Answer>();
  await Promise.all(
    names.map(async (name) => {
      const model = models.get(name);
      if (model === undefined) return;
      try {
        answers.set(name, await ask(model));
      } catch (error) {
        if (!signal?.aborted) onDegraded(name, error);
      }
    }),
  );
  return answers;
}

/** Asks one model; where it cannot answer that is told, and `unavailable` thrown. When aborted, rejects with the reason. */
export async function askOne<Answer>(
  { onDegraded }: LearnedGroup,
  model: LearnedModel,
  ask: (model: LearnedModel) => Promise<Answer>,
  signal?: AbortSignal,
): Promise<Answer> {
  try {
    return await ask(model);
  } catch (error) {
    signal?.throwIfAborted();
    onDegraded(model.name, error);
    throw unavailable(model.name, error);
  }
}

function unavailable(name: ModelName, cause: unknown): AppError {
  return new AppError('unavailable', `the model ${name} cannot be asked now`, { cause });
}
