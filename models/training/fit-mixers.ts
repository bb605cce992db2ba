import type { EvaluationCase } from '../../shared/domain/evaluation/evaluation-case.js';
import type { FitContext, FittedModel, ModelFiles } from '../../shared/ports/training.js';
import type { TrainedModel } from '../../shared/ports/training-runner.js';
import { fitBlend } from '../recommenders/ensemble/blend/fit-blend.js';
import type { MixerSources } from '../recommenders/ensemble/mixer-sources.js';
import { fitSession } from '../recommenders/ensemble/session/fit-session.js';
import type { Course } from './course.js';
import type { MixerName } from './version-parts.js';

type Fit = (
  cases: readonly EvaluationCase[],
  sources: MixerSources,
  context: FitContext,
) => Promise<FittedModel>;

const fits: readonly (readonly [MixerName, Fit])[] = [
  ['blend', fitBlend],
  ['session', fitSession],
];

export interface FittedMixers {
  readonly trained: readonly TrainedModel[];
  readonly declined: Partial<Record<MixerName, string>>;
}

/** Fits how much each model counts, on cases that none of them was fitted to. */
export async function fitMixers(
  cases: readonly EvaluationCase[],
  sources: MixerSources,
  run: {
    readonly course: Course;
    readonly share: number;
    readonly seed: number;
    readonly timeLimitMs: number;
    readonly previous: ReadonlyMap<MixerName, ModelFiles>;
    readonly signal: AbortSignal;
  },
): Promise<FittedMixers> {
  const { seed, timeLimitMs } = run;
  const trained: TrainedModel[] = [];
  const declined: Partial<Record<MixerName, string>> = {};
  for (const [name, fitMixer] of fits) {
    const checkpoint = run.course.stage(`Mixing: ${name}`, run.share / fits.length);
    const previous = run.previous.get(name);
    try {
      const { files, figures } = await fitMixer(cases, sources, {
        ...{ seed, timeLimitMs, checkpoint },
        ...(previous && { previous }),
      });
      if (files.size > 0) trained.push({ name, parameters: {}, figures, metrics: {}, files });
    } catch (error) {
      run.signal.throwIfAborted();
      declined[name] = error instanceof Error ? error.message : String(error);
    }
  }
  return { trained, declined };
}
