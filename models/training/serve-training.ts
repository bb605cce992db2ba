import type { Progress } from '../../shared/ports/runtime.js';
import type { TrainingRequest, TrainingRunner } from '../../shared/ports/training-runner.js';
import { stopMessage, type TrainingMessage } from './training-messages.js';

/** What this needs of the channel to whoever asked. */
export interface Port {
  postMessage(message: TrainingMessage): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
}

/** Between two progress messages of one stage. */
const everyMs = 50;

/** Runs one training for whoever is at the other end of the port, and says how it goes and what came of it. */
export async function serveTraining(
  port: Port,
  runner: TrainingRunner,
  request: TrainingRequest,
): Promise<void> {
  const stop = new AbortController();
  port.on('message', (message) => {
    if (message === stopMessage) stop.abort(new Error('the training was stopped'));
  });
  try {
    const outcome = await runner.train(request, progressTo(port), stop.signal);
    port.postMessage({ kind: 'outcome', outcome });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    port.postMessage({ kind: 'failure', reason });
  }
}

function progressTo(port: Port): Progress {
  let shown = '';
  let nextAtMs = 0;
  return {
    report(stage, done, total, note) {
      const nowMs = performance.now();
      if (stage === shown && nowMs < nextAtMs) return;
      shown = stage;
      nextAtMs = nowMs + everyMs;
      port.postMessage({ kind: 'progress', stage, done, total, note });
    },
    end: () => undefined,
  };
}
