import type { Progress } from '../../shared/ports/runtime.js';

/** Keeps what was reported, so that a test can look at it. */
export class RecordedProgress implements Progress {
  readonly reports: { readonly stage: string; readonly done: number; readonly total?: number }[] =
    [];
  ended = 0;
  readonly #onReport: (stage: string, done: number) => void;

  constructor(onReport: (stage: string, done: number) => void = () => undefined) {
    this.#onReport = onReport;
  }

  report(stage: string, done: number, total?: number): void {
    this.reports.push({ stage, done, ...(total !== undefined && { total }) });
    this.#onReport(stage, done);
  }

  end(): void {
    this.ended += 1;
  }
}
