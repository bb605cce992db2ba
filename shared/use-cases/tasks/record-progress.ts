import type { Standing } from '../../domain/tasks/task-life.js';
import type { Clock, Progress } from '../../ports/runtime.js';

/** Between two writes; what is over sooner is never written. */
const everyMs = 200;
/** Before this the pace says nothing. */
const leastShare = 0.02;

/**
 * Writes the newest state of a run now and then; a failed write does not matter, as the next says the same. `settled`
 * resolves once none is under way or to come.
 */
export function recordProgress(
  write: (standing: Standing) => Promise<unknown>,
  clock: Clock,
): Pick<Progress, 'report'> & { settled(): Promise<void> } {
  const startedAt = clock();
  let furthest = 0;
  let newest: Standing | undefined;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<unknown> | undefined;

  function standing(stage: string): Standing {
    const elapsedMs = clock() - startedAt;
    const etaMs = Math.round((elapsedMs * (1 - furthest)) / furthest);
    return { stage, progress: furthest, ...(furthest > leastShare && { etaMs }) };
  }
  function schedule(): void {
    if (timer !== undefined || writing !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      if (newest === undefined) return;
      writing = write(newest)
        .catch(() => undefined)
        .finally(() => {
          writing = undefined;
          if (newest !== undefined) schedule();
        });
      newest = undefined;
    }, everyMs);
  }
  return {
    report(stage, done, total) {
      furthest = Math.max(furthest, total ? Math.min(1, done / total) : 0);
      newest = standing(stage);
      schedule();
    },
    async settled() {
      clearTimeout(timer);
      timer = undefined;
      newest = undefined;
      await writing;
    },
  };
}
