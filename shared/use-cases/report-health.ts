import type { Telemetry } from '../ports/runtime.js';

/** What the process has to answer with, as it is at this moment. */
export interface Learned {
  readonly models: readonly string[];
  /** Items that have a vector. */
  readonly embeddedItems: number;
  readonly embeddingDimension: number;
  /** Columns of the features that models are fed with beside interactions. */
  readonly featureColumns: number;
}

interface Health extends Learned {
  readonly isWell: boolean;
  /** `ok`, or a short word; never internals. */
  readonly checks: Readonly<Record<string, string>>;
}

export type ReportHealth = () => Promise<Health>;

/**
 * A check is well if it settles and ill if it rejects; the reason goes to telemetry only. Notes stand beside the checks
 * and have no say in whether all is well.
 */
export function makeReportHealth(dependencies: {
  readonly checks: Readonly<Record<string, () => Promise<unknown>>>;
  readonly notes?: Readonly<Record<string, () => string>>;
  readonly learned: () => Learned;
  readonly telemetry: Telemetry;
}): ReportHealth {
  const { checks, notes = {}, learned, telemetry } = dependencies;
  const run = async ([name, check]: readonly [string, () => Promise<unknown>]) => {
    try {
      await check();
      return [name, 'ok'] as const;
    } catch (error) {
      telemetry.exception(error, { check: name });
      return [name, 'failing'] as const;
    }
  };
  return async () => {
    const results = await Promise.all(Object.entries(checks).map(run));
    const isWell = results.every(([, result]) => result === 'ok') && learned().models.length > 0;
    const noted = Object.entries(notes).map(([name, note]) => [name, note()] as const);
    return { ...learned(), isWell, checks: Object.fromEntries([...results, ...noted]) };
  };
}
