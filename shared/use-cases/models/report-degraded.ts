import type { ModelName } from '../../domain/ranking.js';
import type { Clock, Telemetry } from '../../ports/runtime.js';

export type ReportDegraded = (model: ModelName, error: unknown) => void;

const tellEveryMs = 60_000;

/** Tells of answers that had to do without a model: once a minute for each, however many there are. */
export function makeReportDegraded(telemetry: Telemetry, clock: Clock): ReportDegraded {
  const told = new Map<ModelName, { readonly at: number; untold: number }>();
  return (model, error) => {
    const last = told.get(model);
    const now = clock();
    if (last && now - last.at < tellEveryMs) {
      last.untold += 1;
      return;
    }
    told.set(model, { at: now, untold: 0 });
    telemetry.exception(error, { during: 'ranking', model, untold: last?.untold ?? 0 });
  };
}
