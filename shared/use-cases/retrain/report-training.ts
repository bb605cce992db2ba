import type { Telemetry } from '../../ports/runtime.js';
import type { Trained } from './run-training.js';

/** Tells how good the models are that a run has fitted, on the evaluation slice, and of how much they were learnt. */
export function reportTraining(telemetry: Telemetry, { outcome, manifest }: Trained): void {
  const { data, models, verdict } = outcome;
  const fitted = models.filter(({ keptFrom }) => keptFrom === undefined);
  for (const { name: model, metrics } of fitted) {
    for (const [metric, { mean }] of Object.entries(metrics))
      telemetry.metric('training-quality', mean, { model, metric });
  }
  telemetry.metric('training-events', data.events);
  const version = manifest?.version ?? 'none';
  const { isPublished } = manifest?.verdict ?? verdict;
  telemetry.event('training ended', { version, isPublished, fitted: fitted.length });
}
