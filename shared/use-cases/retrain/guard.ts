import { AppError } from '../../domain/errors.js';
import type { Lease } from '../../ports/leases.js';

/** Somebody asked for the run to end: no failure. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** What ends a run from outside. */
export interface Guard {
  readonly signal: AbortSignal;
  stop(reason: string): void;
  /** Ends the watching; the lease stays as it is. */
  end(): void;
}

export interface GuardOptions {
  readonly lease: Lease;
  readonly renewEveryMs: number;
  /** Whether somebody, on whatever instance, has asked for the run to stop. */
  isStopRequested(): Promise<boolean>;
  readonly watchEveryMs: number;
}

/** Renews the lease and watches the record of a run; its signal is aborted once the lease is lost or a stop is asked for. */
export function guardRun(options: GuardOptions): Guard {
  const controller = new AbortController();
  const renewing = every(options.renewEveryMs, async () => {
    // A lease that cannot be renewed cannot be trusted either.
    const isHeld = await options.lease.renew().catch(() => false);
    if (!isHeld) controller.abort(leaseLost());
  });
  const watching = every(options.watchEveryMs, async () => {
    const isRequested = await options.isStopRequested().catch(() => false);
    if (isRequested) controller.abort(new Stopped('a stop was asked for'));
  });
  return {
    signal: controller.signal,
    stop: (reason) => controller.abort(new Stopped(reason)),
    end() {
      clearInterval(renewing);
      clearInterval(watching);
    },
  };
}

export const leaseLost = () =>
  new AppError('conflict', 'the lease was lost: another instance may be training');

/** One at a time: a turn that takes longer than the interval takes the place of the next. */
function every(intervalMs: number, work: () => Promise<void>): NodeJS.Timeout {
  let isBusy = false;
  return setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    void work().finally(() => {
      isBusy = false;
    });
  }, intervalMs);
}
