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

/** A check is well if it settles and ill if it rejects; the reason goes to telemetry only. */
export function makeReportHealth(dependencies: {
  readonly checks: Readonly<Record<string, () => Promise<unknown>>>;
  readonly learned: () => Learned;
  readonly telemetry: Telemetry;
}): ReportHealth {
  const { checks, learned, telemetry } = dependencies;
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
    return { ...learned(), isWell, checks: Object.fromEntries(results) };
  };
}
