import type { EvaluationCase } from '../../shared/domain/evaluation/evaluation-case.js';
import type { ModelName } from '../../shared/domain/ranking.js';
import type { FitContext, FittedModel, ModelFiles } from '../../shared/ports/training.js';
import type { TrainedModel } from '../../shared/ports/training-runner.js';
import { readBlend } from '../recommenders/ensemble/blend/blend-files.js';
import { fitBlend } from '../recommenders/ensemble/blend/fit-blend.js';
import type { MixerSources } from '../recommenders/ensemble/mixer-sources.js';
import { fitSession } from '../recommenders/ensemble/session/fit-session.js';
import { readSession } from '../recommenders/ensemble/session/session-files.js';
import type { Course } from './course.js';
import type { MixerName } from './version-parts.js';

type Fit = (
  cases: readonly EvaluationCase[],
  sources: MixerSources,
  context: FitContext,
) => Promise<FittedModel>;

interface Mixer {
  readonly name: MixerName;
  readonly fit: Fit;
  /** Throws `invalid` for files of another format. */
  readonly read: (files: ModelFiles) => unknown;
}

const mixers: readonly Mixer[] = [
  { name: 'blend', fit: fitBlend, read: (files) => readBlend(files, () => true) },
  { name: 'session', fit: fitSession, read: readSession },
];

export interface FittedMixers {
  readonly trained: readonly TrainedModel[];
  readonly declined: Partial<Record<MixerName, string>>;
}

/**
 * Fits how much each model counts, on cases that none of them was fitted to; what fails is replaced by what serves, with
 * the reason.
 */
export async function fitMixers(
  cases: readonly EvaluationCase[],
  sources: MixerSources,
  run: {
    readonly course: Course;
    readonly share: number;
    readonly seed: number;
    readonly timeLimitMs: number;
    readonly serving: ReadonlyMap<ModelName, TrainedModel>;
    readonly signal: AbortSignal;
  },
): Promise<FittedMixers> {
  const { seed, timeLimitMs } = run;
  const trained: TrainedModel[] = [];
  const declined: Partial<Record<MixerName, string>> = {};
  for (const mixer of mixers) {
    const { name } = mixer;
    const checkpoint = run.course.stage(`Mixing: ${name}`, run.share / mixers.length);
    const serving = run.serving.get(name);
    try {
      const { files, figures } = await mixer.fit(cases, sources, {
        ...{ seed, timeLimitMs, checkpoint },
        ...(serving && { previous: serving.files }),
      });
      if (files.size > 0) trained.push({ name, parameters: {}, figures, metrics: {}, files });
    } catch (error) {
      run.signal.throwIfAborted();
      declined[name] = error instanceof Error ? error.message : String(error);
      trained.push(...keptOf(serving, mixer));
    }
  }
  return { trained, declined };
}

/** What serves, where it can be read; as damaged as it is otherwise, counting does better. */
function keptOf(serving: TrainedModel | undefined, { read }: Mixer): readonly TrainedModel[] {
  if (serving === undefined) return [];
  try {
    read(serving.files);
    return [serving];
  } catch {
    return [];
  }
}
