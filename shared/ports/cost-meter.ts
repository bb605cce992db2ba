/** Tells what calls of a metered store have cost. */
export interface CostMeter {
  /** Runs `work` and adds up, in request units, the store calls made within it; 0 where the store bills nothing. */
  measure<T>(
    work: () => Promise<T>,
  ): Promise<{ readonly result: T; readonly requestUnits: number }>;
}
