import type { Encoders } from '../ports/encoders.js';
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
  /** Whether every model that was asked for answers, rather than one that stands in for it. */
  readonly isModelAvailable: boolean;
  /** `ok`, or a short word; never internals. */
  readonly checks: Readonly<Record<string, string>>;
}

export type ReportHealth = () => Promise<Health>;

/**
 * A check is well if it settles and ill if it rejects; the reason goes to telemetry only. Notes stand beside the checks
 * and have no say in whether all is well, and so do encoders: the built-in ones stand in for others.
 */
export function makeReportHealth(dependencies: {
  readonly checks: Readonly<Record<string, () => Promise<unknown>>>;
  readonly notes?: Readonly<Record<string, () => string>>;
  readonly encoders: Pick<Encoders, 'status' | 'server'>;
  readonly learned: () => Learned;
  readonly telemetry: Telemetry;
}): ReportHealth {
  const { checks, notes = {}, encoders, learned, telemetry } = dependencies;
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
    const hasModels = learned().models.length > 0;
    const isWell = results.every(([, result]) => result === 'ok') && hasModels;
    const isModelAvailable =
      hasModels && encoders.status().every(({ reason }) => reason === undefined);
    const noted = Object.entries(notes).map(([name, note]) => [name, note()] as const);
    const all = [...results, ...noted, ...encoderNotes(encoders)];
    return { ...learned(), isWell, isModelAvailable, checks: Object.fromEntries(all) };
  };
}

function encoderNotes({ status, server }: Pick<Encoders, 'status' | 'server'>) {
  const notes = status().map(({ job, model, isFallback, reason = 'ok' }) => [
    `${job}_encoder`,
    isFallback ? `${model} stands in: ${reason}` : reason,
  ]);
  return server ? [...notes, ['inference_server', server().isReachable ? 'ok' : 'failing']] : notes;
}
