import { Worker } from 'node:worker_threads';
import type { Progress } from '../../shared/ports/runtime.js';
import type { TrainingOutcome, TrainingRunner } from '../../shared/ports/training-runner.js';
import { stopMessage, type TrainingMessage, type TrainingSettings } from './thread-messages.js';

export interface ThreadRunnerOptions {
  /** The compiled `train-thread.js`. */
  readonly script: URL;
  readonly settings: TrainingSettings;
  /** Of the thread's JavaScript heap; the columns lie outside of it. */
  readonly maxHeapMb: number;
  /** How long a thread that was told to stop may take before it is ended. */
  readonly stopWithinMs?: number;
}

/** Trains in a thread of its own, which ends with the run: what it held is given back whole. */
export function threadRunner(options: ThreadRunnerOptions): TrainingRunner {
  return {
    async train(request, progress, signal) {
      signal.throwIfAborted();
      const { script, settings, maxHeapMb } = options;
      const worker = new Worker(script, {
        workerData: { settings, request },
        resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
        execArgv: [],
      });
      const stopping = stopOnAbort(worker, signal, options.stopWithinMs ?? 900);
      try {
        return await outcomeOf(worker, progress);
      } catch (error) {
        signal.throwIfAborted();
        throw error;
      } finally {
        stopping.end();
      }
    },
  };
}

function stopOnAbort(worker: Worker, signal: AbortSignal, withinMs: number): { end(): void } {
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    worker.postMessage(stopMessage);
    timer = setTimeout(() => void worker.terminate(), withinMs);
  };
  signal.addEventListener('abort', stop, { once: true });
  return {
    end() {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    },
  };
}

/** Settles once the thread has ended, so that no two ever run side by side. */
function outcomeOf(worker: Worker, progress: Progress): Promise<TrainingOutcome> {
  return new Promise((resolve, reject) => {
    let outcome: TrainingOutcome | undefined;
    let failure = new Error('the training thread ended without a word');
    worker.on('message', (message: TrainingMessage) => {
      if (message.kind === 'progress')
        progress.report(message.stage, message.done, message.total, message.note);
      else if (message.kind === 'outcome') outcome = message.outcome;
      else failure = new Error(message.reason);
    });
    worker.on('error', (error) => {
      failure = new Error(`the training thread died: ${error.message}`, { cause: error });
    });
    worker.on('exit', () => (outcome === undefined ? reject(failure) : resolve(outcome)));
  });
}
