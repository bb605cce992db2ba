import type { Clock, Progress } from '../../ports/runtime.js';

/** What a task record says of a run under way. */
export interface Standing {
  readonly stage: string;
  readonly progress: number;
  readonly etaMs?: number;
}

/** Between two writes of one stage. */
const everyMs = 500;
/** Before this the pace says nothing. */
const leastShare = 0.02;

/**
 * Passes progress on to `shown`, and now and then to `write`, whose failures do not matter: the next write says the
 * same. `settled` resolves once no write is under way.
 */
export function recordProgress(
  write: (standing: Standing) => Promise<unknown>,
  shown: Progress,
  clock: Clock,
): Progress & { settled(): Promise<void> } {
  const startedAt = clock();
  let writing: Promise<unknown> = Promise.resolve();
  let isWriting = false;
  let nextAt = 0;
  let stageWritten = '';
  let furthest = 0;

  function standing(stage: string): Standing {
    const elapsedMs = clock() - startedAt;
    const etaMs = Math.round((elapsedMs * (1 - furthest)) / furthest);
    return { stage, progress: furthest, ...(furthest > leastShare && { etaMs }) };
  }
  return {
    report(stage, done, total, note) {
      shown.report(stage, done, total, note);
      furthest = Math.max(furthest, total ? Math.min(1, done / total) : 0);
      if (isWriting || (stage === stageWritten && clock() < nextAt)) return;
      isWriting = true;
      stageWritten = stage;
      nextAt = clock() + everyMs;
      writing = write(standing(stage))
        .catch(() => undefined)
        .finally(() => {
          isWriting = false;
        });
    },
    end: () => shown.end(),
    settled: async () => void (await writing),
  };
}
