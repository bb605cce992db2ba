import { pointerName } from '../../domain/artifact-path.js';
import type { Lock } from '../../ports/lock.js';

/** Enough where one process has the shop. It is never lost. */
export function memoryLock(): Lock {
  const held = new Set<string>();
  return {
    async hold(name, run) {
      if (held.has(pointerName(name))) return false;
      held.add(name);
      try {
        await run(new AbortController().signal);
        return true;
      } finally {
        held.delete(name);
      }
    },
  };
}
