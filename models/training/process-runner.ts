import { type ChildProcess, fork } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { AppError } from '../../shared/domain/errors.js';
import type { Progress } from '../../shared/ports/runtime.js';
import type { TrainingOutcome, TrainingRunner } from '../../shared/ports/training-runner.js';
import { stopMessage, type TrainingMessage, type TrainingSettings } from './training-messages.js';

export interface ProcessRunnerOptions {
  /** The compiled `train-process.js`. */
  readonly script: URL;
  readonly settings: TrainingSettings;
  /** Of the process's JavaScript heap; columns and kernels lie outside of it. */
  readonly maxHeapMb: number;
  /** How long a process that was told to stop may take before it is ended. */
  readonly stopWithinMs?: number;
}

/**
 * Trains in a process of its own, behind the requests in priority: what a run took is given back whole when it ends,
 * and one that dies takes nothing with it.
 */
export function processRunner(options: ProcessRunnerOptions): TrainingRunner {
  return {
    async train(request, progress, signal) {
      signal.throwIfAborted();
      const { script, settings, maxHeapMb } = options;
      const child = fork(script, {
        execArgv: [`--max-old-space-size=${maxHeapMb}`],
        // The structured clone algorithm: maps and typed arrays pass as they are.
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      const stopping = stopOnAbort(child, signal, options.stopWithinMs ?? 900);
      try {
        standBack(child);
        child.send({ settings, request });
        return await outcomeOf(child, progress, maxHeapMb);
      } catch (error) {
        signal.throwIfAborted();
        throw error;
      } finally {
        stopping.end();
      }
    },
  };
}

function standBack({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It ended already, or the system does not allow it: a matter of speed only.
  }
}

function stopOnAbort(child: ChildProcess, signal: AbortSignal, withinMs: number): { end(): void } {
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    if (child.connected) child.send(stopMessage);
    timer = setTimeout(() => child.kill('SIGKILL'), withinMs);
  };
  signal.addEventListener('abort', stop, { once: true });
  return {
    end() {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    },
  };
}

/** Settles once the process has ended, so that no two ever run side by side. */
function outcomeOf(
  child: ChildProcess,
  progress: Progress,
  maxHeapMb: number,
): Promise<TrainingOutcome> {
  return new Promise((resolve, reject) => {
    let outcome: TrainingOutcome | undefined;
    let failure: Error | undefined;
    child.on('message', (message: TrainingMessage) => {
      if (message.kind === 'progress')
        progress.report(message.stage, message.done, message.total, message.note);
      else if (message.kind === 'outcome') outcome = message.outcome;
      else failure = new AppError('unavailable', message.reason);
    });
    child.on('error', (error) => {
      failure = failed(`failed: ${error.message}`, error);
      if (child.pid === undefined) reject(failure);
    });
    child.on('close', (code, signal) => {
      const how = signal === null ? `with code ${code}` : howEnded(signal, maxHeapMb);
      if (outcome === undefined) reject(failure ?? failed(`ended ${how}`));
      else resolve(outcome);
    });
  });
}

const failed = (how: string, cause?: unknown) =>
  new AppError('unavailable', `the training process ${how}`, { cause });

function howEnded(signal: NodeJS.Signals, maxHeapMb: number): string {
  const isHeapFull = signal === 'SIGABRT';
  return isHeapFull
    ? `by ${signal}, as one does whose heap of ${maxHeapMb} MB is full`
    : `by ${signal}`;
}
